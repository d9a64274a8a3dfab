package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items that are taken out of a session for good, on every provider's wire. */
class EraseConformanceTest {

    @ParameterizedTest
    @EnumSource(Wire.class)
    void c91_an_erased_message_is_in_no_list_and_no_prompt_and_the_others_keep_their_ids(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider().reply(wire.text("One."), wire.text("Two."));
            say(gateway, "First secret.");
            say(gateway, "Second.");
            List<String> before = ids(gateway);

            Reply erased = erase(gateway, before.get(0));

            assertThat(erased.status()).isEqualTo(200);
            assertThat(erased.body()).isEqualTo("{\"id\":\"" + before.get(0) + "\",\"deleted\":true,\"also\":[]}");
            assertThat(ids(gateway)).isEqualTo(before.subList(1, 4));
            assertThat(gateway.get("/v1/sessions/s/export").body()).doesNotContain("secret");
            say(gateway, "Third.");
            assertThat(prompt(gateway)).doesNotContain("secret", "One.").contains("Second.", "Two.");
            assertThat(erase(gateway, before.get(0)).at("/code")).isEqualTo("item_not_found");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void c91_a_call_takes_its_result_along_and_the_result_its_call(Wire wire) {
        for (int which : new int[] {1, 2}) {
            try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
                gateway.provider().reply(wire.toolCall("call_1", "look", "{\"at\":1}"), wire.text("Seen."));
                gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Look.\",\"tools\":[{\"name\":\"look\"}]}");
                gateway.post(
                        "/chat",
                        "{\"sessionId\":\"s\",\"toolResults\":[{\"callId\":\"call_1\",\"output\":\"a secret\"}]}");
                List<String> before = ids(gateway);

                Reply erased = erase(gateway, before.get(which));

                assertThat(before).hasSize(4);
                assertThat(erased.json().at("/also").toString()).isEqualTo("[\"" + before.get(3 - which) + "\"]");
                assertThat(ids(gateway)).containsExactly(before.get(0), before.get(3));
                assertThat(say(gateway, "Thanks.").status()).isEqualTo(200);
                assertThat(prompt(gateway)).doesNotContain("call_1", "secret").contains("Look.", "Seen.", "Thanks.");
            }
        }
    }

    @Test
    void an_item_of_the_base_is_erased_for_every_branch() {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            say(gateway, "A secret.");
            gateway.post("/v1/sessions/s/fork", "{\"id\":\"f\"}");

            gateway.delete("/v1/sessions/f/items/" + ids(gateway).get(0));

            assertThat(gateway.get("/v1/sessions/s/items").body()).doesNotContain("secret");
            assertThat(gateway.get("/v1/sessions/f/items").body()).doesNotContain("secret");
            gateway.post("/chat", "{\"sessionId\":\"f\",\"newMessage\":\"Hi.\"}");
            assertThat(prompt(gateway)).doesNotContain("secret");
        }
    }

    @Test
    void nothing_is_erased_by_an_id_of_nothing() {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            say(gateway, "Hi.");
            gateway.post("/chat", "{\"sessionId\":\"other\",\"newMessage\":\"Hi.\"}");
            String foreign = items(gateway, "other")
                    .map(it -> it.at("/id").asText())
                    .findFirst()
                    .orElseThrow();

            Stream.of(
                            "x",
                            "msg_x",
                            foreign,
                            ids(gateway).get(0) + "7",
                            ids(gateway).get(0).replace("msg_", "fc_"))
                    .forEach(id -> assertThat(erase(gateway, id).at("/code")).isEqualTo("item_not_found"));

            assertThat(ids(gateway)).hasSize(2);
            assertThat(items(gateway, "other")).hasSize(2);
        }
    }

    @Test
    void an_erased_turn_does_not_stand_in_the_way_of_the_next() {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            say(gateway, "Hi.");
            ids(gateway).forEach(id -> erase(gateway, id));

            assertThat(ids(gateway)).isEmpty();
            assertThat(say(gateway, "Anew.").at("/turn")).isEqualTo("2");
            assertThat(prompt(gateway)).doesNotContain("Hi.");
        }
    }

    private static Reply say(RunningGateway gateway, String text) {
        return gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"" + text + "\"}");
    }

    private static Reply erase(RunningGateway gateway, String item) {
        return gateway.delete("/v1/sessions/s/items/" + item);
    }

    private static List<String> ids(RunningGateway gateway) {
        return items(gateway, "s").map(item -> item.at("/id").asText()).toList();
    }

    private static Stream<JsonNode> items(RunningGateway gateway, String session) {
        List<JsonNode> items = new ArrayList<>();
        gateway.get("/v1/sessions/" + session + "/items").json().at("/data").forEach(items::add);
        return items.stream();
    }

    private static String prompt(RunningGateway gateway) {
        return gateway.provider().lastRequest().body().toString();
    }
}
