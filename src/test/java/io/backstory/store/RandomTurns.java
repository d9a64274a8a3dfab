package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Content.AttachmentKind;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.ContextReport;
import io.backstory.chat.Cut;
import io.backstory.chat.Envelope;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Measure;
import io.backstory.chat.Message;
import io.backstory.chat.Origin;
import io.backstory.chat.Picture;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.Role;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Tool;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnSizes;
import io.backstory.chat.TurnSizes.Clearable;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.chat.Verbatim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes turns of every shape the model allows, the same ones for the same seed. */
final class RandomTurns {
    private static final List<String> TEXTS = List.of(
            "",
            "hello",
            "\u0000\u001f\"\\/\r\n\t\u2028",
            "Grüße, 世界 \ud83d\ude00",
            "half a pair: \ud83d",
            "{\"b\" : 1.50, \"a\":[ ]}");

    private final Random random;

    RandomTurns(long seed) {
        random = new Random(seed);
    }

    Turn turn(int seq) {
        return new Turn(
                seq,
                random.nextLong(),
                any(TurnStatus.values()),
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                messages(),
                messages(),
                any(FinishReason.values()),
                maybe(() -> new Origin(text(), text(), text())),
                usage(),
                new TokenCounts(random.nextInt(), random.nextInt(), sizes()),
                new Cut(random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt()),
                maybe(this::settings),
                Map.of("k" + random.nextInt(), text()),
                facts(),
                new FragmentMemo());
    }

    private TurnSizes sizes() {
        return random.nextBoolean()
                ? TurnSizes.NONE
                : new TurnSizes(
                        text() + "f",
                        random.nextLong(),
                        random.nextInt(),
                        random.nextBoolean(),
                        measure(),
                        measure(),
                        new Clearable(random.nextInt(), random.nextInt(), random.nextInt()),
                        random.nextBoolean() ? Clearable.NONE : new Clearable(1, 2, 3));
    }

    private Measure measure() {
        List<Picture> pictures = random.nextInt(4) > 0
                ? List.of()
                : List.of(Picture.UNKNOWN, new Picture(random.nextInt(), random.nextInt(), random.nextBoolean()));
        return new Measure(
                random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt(), pictures);
    }

    private ReplyFacts facts() {
        ContextReport context = new ContextReport(
                random.nextInt(),
                random.nextBoolean(),
                random.nextInt(),
                random.nextInt(),
                random.nextInt(),
                random.nextInt(),
                random.nextInt(),
                random.nextInt(),
                random.nextInt(),
                random.nextInt(),
                random.nextBoolean(),
                random.nextInt(),
                List.of(random.nextInt(), random.nextInt()),
                List.of(text()));
        return new ReplyFacts(
                maybe(this::text), maybe(this::text), context, List.of(text(), text()), maybe(this::envelope));
    }

    private Envelope envelope() {
        return new Envelope(text(), Bytes.utf8("{" + random.nextInt()), Bytes.EMPTY);
    }

    SessionSettings settings() {
        return new SessionSettings(
                messages(),
                List.of(tool(), tool()),
                maybe(this::text),
                Map.of(text(), text()),
                maybe(() -> Duration.ofSeconds(60 + random.nextInt(1000))));
    }

    /** One block of each kind. */
    List<Content> contents() {
        return List.of(
                new Content.Text(text()),
                new Content.Attachment(text(), any(AttachmentKind.values()), text()),
                media(new Content.Base64Source(text())),
                media(new Content.UrlSource(text())),
                media(new Content.FileIdSource(text())),
                new Content.ToolCall(text(), text(), text()),
                new Content.ToolResult(
                        text(), List.of(new Content.Text(text()), media(new Content.UrlSource("u"))), coin()),
                new Content.Reasoning(text(), maybe(this::text)),
                new Content.Opaque(text(), text(), bytes()),
                new Content.Refusal(text()));
    }

    private Content media(Content.MediaSource source) {
        return new Content.Media(any(MediaKind.values()), text(), source, maybe(this::text), maybe(this::text));
    }

    private List<Message> messages() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> new Message(any(Role.values()), someContents(), maybe(this::verbatim)))
                .toList();
    }

    private List<Content> someContents() {
        return contents().stream().filter(content -> coin()).toList();
    }

    private Tool tool() {
        return new Tool(text(), maybe(this::text), maybe(this::text), maybe(this::coin), maybe(this::verbatim), coin());
    }

    private Verbatim verbatim() {
        return new Verbatim(text(), bytes());
    }

    private Usage usage() {
        return new Usage(
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                coin(),
                maybe(this::bytes));
    }

    /** JSON text most of the time, else bytes that are no text at all. */
    private Bytes bytes() {
        byte[] noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        return coin() ? Bytes.utf8(text()) : Bytes.wrap(noise);
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private boolean coin() {
        return random.nextBoolean();
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return coin() ? value.get() : null;
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
