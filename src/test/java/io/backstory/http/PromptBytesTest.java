package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What reaches the provider: the conversation in order, and the same bytes as before plus what is new. */
class PromptBytesTest {
    private static final int TURNS = 40;

    @ParameterizedTest
    @EnumSource(Wire.class)
    void repeats_the_earlier_prompt_byte_for_byte_and_adds_the_new_part(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            for (int turn = 1; turn <= TURNS; turn++) {
                gateway.provider().reply(wire.text("Answer " + turn + " \"quoted\" ü \\ end."));
                gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Question " + turn + " ✓ \\n\"}");
            }

            List<String> prompts = messagesOfEachRequest(gateway);
            for (int turn = 1; turn < TURNS; turn++) {
                assertThat(prompts.get(turn)).startsWith(prompts.get(turn - 1) + ",");
            }
            assertThat(questionsAndAnswers(prompts.get(TURNS - 1))).isEqualTo(expected());
        }
    }

    private static List<String> messagesOfEachRequest(RunningGateway gateway) {
        return gateway.provider().requests().stream().map(Prompts::messages).toList();
    }

    private static List<String> questionsAndAnswers(String messages) {
        List<String> found = new ArrayList<>();
        java.util.regex.Matcher matcher =
                java.util.regex.Pattern.compile("(Question|Answer) [0-9]+").matcher(messages);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static List<String> expected() {
        List<String> expected = new ArrayList<>();
        for (int turn = 1; turn < TURNS; turn++) {
            expected.add("Question " + turn);
            expected.add("Answer " + turn);
        }
        expected.add("Question " + TURNS);
        return expected;
    }
}
