package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tool loop larger than its budget: old results are cleared, the question and every call stay. */
class ClearedPromptTest {
    private static final String PLACEHOLDER = "[tool result removed to fit the context window: 2000 bytes";

    @ParameterizedTest
    @EnumSource(Wire.class)
    void old_results_become_placeholders_on_every_wire(Wire wire) {
        RunningGateway.Settings settings = new RunningGateway.Settings().withBudget(4_000);
        try (RunningGateway gateway = RunningGateway.start(wire, settings)) {
            gateway.provider().reply(wire.toolCall("call_0", "look", "{}"));
            Reply asked = gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"What is wrong here?\"}");
            assertThat(asked.status()).as(asked.body()).isEqualTo(200);
            for (int call = 0; call < 8; call++) {
                gateway.provider().reply(wire.toolCall("call_" + (call + 1), "look", "{}"));
                Reply looked = gateway.post("/chat", result("call_" + call));
                assertThat(looked.status()).as(looked.body()).isEqualTo(200);
            }
            String sent = gateway.provider().lastRequest().body().toString();

            assertThat(sent).contains("What is wrong here?", PLACEHOLDER, "call_0", "call_7", "word word");
            gateway.provider().reply(wire.text("That."));
            Reply last = gateway.post("/chat", result("call_8"));
            JsonNode context = last.json().at("/context");
            assertThat(context.at("/clearedParts").asInt()).as(last.body()).isPositive();
            assertThat(context.at("/droppedTurns").asInt()).as(last.body()).isZero();
        }
    }

    private static String result(String call) {
        return "{\"sessionId\":\"s\",\"toolResults\":[{\"callId\":\"" + call + "\",\"output\":\"" + "word ".repeat(400)
                + "\"}]}";
    }
}
