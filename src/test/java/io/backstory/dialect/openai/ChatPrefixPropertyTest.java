package io.backstory.dialect.openai;

import static io.backstory.dialect.openai.Requests.ELSEWHERE;
import static io.backstory.dialect.openai.Requests.TARGET;
import static io.backstory.dialect.openai.Requests.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Origin;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import io.backstory.chat.Verbatim;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Provider caches hit only while a prompt begins with the same bytes. */
class ChatPrefixPropertyTest {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void the_same_conversation_gives_the_same_bytes() {
        for (int run = 0; run < 200; run++) {
            List<Turn> turns = conversation();

            assertThat(Requests.body(Requests.call(turns)))
                    .as("seed %d", seed)
                    .isEqualTo(Requests.body(Requests.call(turns)))
                    .isEqualTo(Requests.body(Requests.call(forgotten(turns))));
        }
    }

    @Test
    void each_prompt_begins_with_the_prompt_before_it() {
        for (int run = 0; run < 200; run++) {
            List<Turn> turns = conversation();
            for (int length = 0; length < turns.size(); length++) {
                Turn next = turns.get(length);
                ChatRequest asked =
                        Requests.call(turns.subList(0, length), next.input().toArray(Message[]::new));
                List<Bytes> before = Requests.messages(asked);
                List<Bytes> after = Requests.messages(Requests.call(turns.subList(0, length + 1)));

                assertThat(after.subList(0, before.size()))
                        .as("seed %d, length %d", seed, length)
                        .isEqualTo(before);
            }
        }
    }

    private List<Turn> conversation() {
        List<Turn> turns = new ArrayList<>();
        for (int seq = 1, size = 1 + random.nextInt(6); seq <= size; seq++) {
            Origin origin = random.nextBoolean() ? TARGET : random.nextBoolean() ? ELSEWHERE : null;
            turns.add(turn(seq, origin, List.of(message(Role.USER)), message(Role.ASSISTANT)));
        }
        return turns;
    }

    private Message message(Role role) {
        List<Content> content = new ArrayList<>();
        content.add(new Content.Text(word()));
        for (int more = random.nextInt(4); more > 0; more--) {
            content.add(block(role));
        }
        return new Message(role, content, verbatim());
    }

    private Content block(Role role) {
        return switch (random.nextInt(4)) {
            case 0 -> new Content.Text(word());
            case 1 -> new Content.Reasoning(word(), random.nextBoolean() ? word() : null);
            case 2 -> new Content.Opaque("anthropic-messages", "thinking", Bytes.utf8("{}"));
            default ->
                role == Role.USER
                        ? new Content.Attachment(word(), Content.AttachmentKind.LOG, word())
                        : new Content.ToolCall(word(), word(), "{\"a\":" + random.nextInt() + "}");
        };
    }

    private @Nullable Verbatim verbatim() {
        if (random.nextBoolean()) {
            return null;
        }
        String dialect = random.nextBoolean() ? "openai-chat" : "anthropic-messages";
        return new Verbatim(dialect, Bytes.utf8("{ \"n\" : " + random.nextInt() + ", \"z\":\"\\u00e9\"}"));
    }

    private String word() {
        String alphabet = "ab\"\\\n\té\u2028";
        StringBuilder word = new StringBuilder("w");
        for (int length = random.nextInt(8); length > 0; length--) {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return word.toString();
    }

    /** The same turns with nothing rendered yet. */
    private static List<Turn> forgotten(List<Turn> turns) {
        return turns.stream()
                .map(turn -> turn(
                        turn.seq(), turn.origin(), turn.input(), turn.output().toArray(Message[]::new)))
                .toList();
    }
}
