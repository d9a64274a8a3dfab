package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Content;
import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Message;
import io.backstory.chat.Options;
import io.backstory.chat.Origin;
import io.backstory.chat.PromptCache;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.Role;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.chat.Verbatim;
import io.backstory.dialect.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes turns, by hand or at random. */
final class Conversations {
    private static final String[] IDS = {"call_", "toolu_", "a b:", "é/", ""};
    private static final String[] TEXTS = {"", " ", "Hello.", "Two\nlines \"quoted\" é\u2028", "trailing  "};
    private static final String[] ARGUMENTS = {"", "{}", "{\"a\": 1.50}", "{\"a\":", "[1]", "\"text\"", "{} {}"};

    private final Random random;
    private List<Content.ToolCall> open = List.of();
    private int calls;

    Conversations(Random random) {
        this.random = random;
    }

    static Turn turn(@Nullable Origin origin, FinishReason finish, List<Message> input, Message... output) {
        return new Turn(
                1,
                0,
                TurnStatus.COMPLETED,
                Instant.EPOCH,
                input,
                List.of(output),
                finish,
                origin,
                Usage.NONE,
                TokenCounts.NONE,
                Cut.NONE,
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo());
    }

    static ChatRequest request(List<Turn> history, Message... input) {
        return new ChatRequest(
                Fixtures.CLAUDE,
                List.of(),
                List.of(),
                history,
                List.of(input),
                Options.NONE,
                4_096,
                false,
                PromptCache.NONE);
    }

    static Verbatim written(String json) {
        return new Verbatim("anthropic-messages", Bytes.utf8(json));
    }

    /** A conversation as it may be stored: every call answered by the next turn. */
    ChatRequest next() {
        List<Turn> history = new ArrayList<>();
        int turns = random.nextInt(6);
        for (int i = 0; i < turns; i++) {
            List<Message> input = input();
            Origin origin = pick(Fixtures.CLAUDE, Fixtures.GPT);
            Message output = output();
            open = output.toolCalls();
            history.add(turn(origin, FinishReason.STOP, input, output));
        }
        List<Message> input = input();
        open = List.of();
        return request(history, input.toArray(Message[]::new));
    }

    private List<Message> input() {
        List<Message> input = new ArrayList<>();
        for (Content.ToolCall call : open) {
            input.add(Message.of(Role.TOOL, result(call)));
        }
        if (open.isEmpty() || random.nextBoolean()) {
            input.add(Message.of(Role.USER, new Content.Text(pick(TEXTS)), new Content.Text(pick(TEXTS))));
        }
        if (random.nextInt(4) == 0) {
            input.add(random.nextInt(input.size() + 1), Message.text(Role.SYSTEM, pick(TEXTS)));
        }
        return input.stream().map(this::perhapsWritten).toList();
    }

    /** Half of the messages come from this very format. */
    private Message perhapsWritten(Message message) {
        List<Content> sent = new Blocks(true, true).sendable(message);
        if (sent.isEmpty() || random.nextBoolean()) {
            return message;
        }
        String role =
                switch (message.role()) {
                    case ASSISTANT -> "assistant";
                    case SYSTEM, DEVELOPER -> "system";
                    case USER, TOOL -> "user";
                };
        JsonWriter json = new JsonWriter().object().name("role").value(role);
        json.name("content").array();
        new Blocks(true, true).write(sent, json);
        Bytes wire = json.endArray().endObject().toBytes();
        return new Message(message.role(), message.content(), written(wire.utf8()));
    }

    private Content.ToolResult result(Content.ToolCall call) {
        List<Content> content = random.nextInt(4) == 0 ? List.of() : List.of(new Content.Text(pick(TEXTS)));
        return new Content.ToolResult(call.id(), content, random.nextBoolean());
    }

    private Message output() {
        List<Content> content = new ArrayList<>();
        if (random.nextBoolean()) {
            content.add(new Content.Reasoning("hm", random.nextBoolean() ? "sig" : null));
        }
        content.add(new Content.Text(pick(TEXTS)));
        for (int i = random.nextInt(3); i > 0; i--) {
            content.add(new Content.ToolCall(pick(IDS) + calls++, "find", pick(ARGUMENTS)));
        }
        return perhapsWritten(new Message(Role.ASSISTANT, content, null));
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
