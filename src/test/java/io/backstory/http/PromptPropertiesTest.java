package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.testing.FakeProvider;
import io.backstory.testing.OpenAiReplies;
import io.backstory.testing.Replies;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.RunningGateway.Settings;
import io.backstory.testing.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random conversations: what reaches the provider is a function of the stored log alone, and grows until it is cut. */
class PromptPropertiesTest {
    private static final int TURNS = 30;
    private static final int BUDGET = 500;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void is_the_same_with_and_without_the_near_cache_and_after_every_restart(long seed) {
        List<Said> script = script(new Random(seed));

        List<Sent> cached = play(script, settings("cached"), TURNS);

        assertThat(play(script, settings("bare").withNearCache(0), TURNS)).isEqualTo(cached);
        assertThat(play(script, settings("restarted"), 3)).isEqualTo(cached);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void repeats_the_prompt_before_until_it_is_cut(long seed) {
        List<Said> script = script(new Random(seed));
        List<Sent> sent = play(script, settings("grows"), TURNS);

        Sent before = sent.get(0);
        for (int turn = 1; turn < TURNS; turn++) {
            Sent now = sent.get(turn);
            if (now.epoch().equals(before.epoch())) {
                assertThat(now.messages()).startsWith(before.messages() + ",");
            }
            before = script.get(turn).answer() == Answer.FILTERED ? before : now;
        }
        assertThat(before.epoch()).isNotEqualTo("0");
    }

    private enum Answer {
        TEXT,
        CALL,
        CUT_OFF_CALL,
        FILTERED
    }

    /** One turn: whether the client answers an open call, and what the model says then. */
    private record Said(int number, boolean answersCall, Answer answer) {
        String body(String openCall) {
            String input = answersCall && !openCall.isEmpty()
                    ? "\"toolResults\":[{\"callId\":\"" + openCall + "\",\"output\":\"seen " + number + "\"}]"
                    : "\"newMessage\":\"Question " + number + " " + "word ".repeat(number % 7) + "\"";
            return "{\"sessionId\":\"s\"," + input + "}";
        }

        FakeProvider.Reply reply() {
            return switch (answer) {
                case TEXT -> OpenAiReplies.text("Answer " + number + " \"quoted\" ü " + "so ".repeat(number % 5));
                case CALL -> OpenAiReplies.toolCall("call_" + number, "look", "{\"at\": " + number + "}");
                case CUT_OFF_CALL -> ended("length", "null", call(number));
                case FILTERED -> ended("content_filter", "\"I must\"", "");
            };
        }

        private static String call(int number) {
            return ",\"tool_calls\":[{\"id\":\"cut_" + number
                    + "\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"at\"}}]";
        }

        private static FakeProvider.Reply ended(String reason, String content, String calls) {
            return Replies.json(
                    "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
                            + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":" + content + calls
                            + "},\"finish_reason\":\"" + reason + "\"}]}");
        }
    }

    /** What reached the provider, and how often the history had been cut by then. */
    private record Sent(String messages, String epoch) {}

    private static List<Said> script(Random random) {
        List<Said> script = new ArrayList<>();
        for (int number = 0; number < TURNS; number++) {
            int dice = number < 2 ? 0 : random.nextInt(10);
            Answer answer = dice < 4
                    ? Answer.TEXT
                    : dice < 7
                            ? Answer.CALL
                            : dice == 7 ? Answer.CUT_OFF_CALL : dice == 8 ? Answer.FILTERED : Answer.TEXT;
            script.add(new Said(number, random.nextInt(3) > 0, answer));
        }
        return script;
    }

    private Settings settings(String name) {
        return new Settings()
                .withBudget(BUDGET)
                .withStore(new StoreConfig.Sqlite(directory.resolve(name).resolve("backstory.db")));
    }

    private static List<Sent> play(List<Said> script, Settings settings, int turnsPerStart) {
        List<Sent> sent = new ArrayList<>();
        String openCall = "";
        for (int from = 0; from < TURNS; from += turnsPerStart) {
            try (RunningGateway gateway = RunningGateway.start(Wire.OPENAI, settings)) {
                for (Said said : script.subList(from, Math.min(TURNS, from + turnsPerStart))) {
                    gateway.provider().reply(said.reply());
                    Reply reply = gateway.post("/chat", said.body(openCall));
                    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
                    sent.add(new Sent(
                            Prompts.messages(gateway.provider().lastRequest()),
                            String.valueOf(reply.header("x-backstory-epoch"))));
                    openCall = openAfter(said, openCall);
                }
            }
        }
        return sent;
    }

    private static String openAfter(Said said, String openCall) {
        return switch (said.answer()) {
            case CALL -> "call_" + said.number();
            case FILTERED -> openCall;
            default -> "";
        };
    }
}
