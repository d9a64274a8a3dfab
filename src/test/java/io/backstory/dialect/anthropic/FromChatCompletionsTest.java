package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.TurnRequest;
import io.backstory.dialect.openai.OpenAiChatDoor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shared story as a Chat Completions client tells it is the same story here. */
class FromChatCompletionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"01_plain", "02_multiturn", "03_toolcall", "04_toolresult"})
    void tells_the_same_history(String name) throws IOException {
        JsonNode written = written(name);
        JsonNode told = Fixtures.json(name + ".request.json");

        ProviderRules.check(written);
        assertThat(withoutIds(written.get("messages"))).isEqualTo(withoutIds(told.get("messages")));
        assertThat(PlainJson.of(written.get("system"))).isEqualTo(PlainJson.of(told.get("system")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"03_toolcall", "04_toolresult"})
    void offers_the_same_tools(String name) throws IOException {
        JsonNode offered = PlainJson.of(Fixtures.json(name + ".request.json").get("tools"));

        JsonNode tools = PlainJson.of(written(name).get("tools"));

        assertThat(tools).hasSameSizeAs(offered);
        for (int i = 0; i < tools.size(); i++) {
            assertThat(tools.get(i).get("name")).isEqualTo(offered.get(i).get("name"));
            assertThat(tools.get(i).get("input_schema"))
                    .isEqualTo(offered.get(i).get("input_schema"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "05_media")
    void shows_the_same_image_and_document(String name) throws IOException {
        JsonNode content = written(name).get("messages").get(0).get("content");
        JsonNode told =
                Fixtures.json(name + ".request.json").get("messages").get(0).get("content");

        assertThat(content).hasSameSizeAs(told);
        assertThat(content.findValues("source")).containsExactlyInAnyOrderElementsOf(told.findValues("source"));
        assertThat(content.findValues("text")).isEqualTo(told.findValues("text"));
    }

    private static JsonNode written(String name) throws IOException {
        TurnRequest turn = new OpenAiChatDoor().read(recorded(name));
        return Fixtures.written(Fixtures.passOn(turn));
    }

    private static Bytes recorded(String name) throws IOException {
        String path = "/wire/openai-chat/" + name + ".request.json";
        try (InputStream file = FromChatCompletionsTest.class.getResourceAsStream(path)) {
            return Bytes.wrap(Objects.requireNonNull(file, path).readAllBytes());
        }
    }

    /** The providers' ids differ, and so do they in the recordings. */
    private static String withoutIds(JsonNode messages) {
        return PlainJson.of(messages).toString().replaceAll("(call|toolu)_[A-Za-z0-9]+", "id");
    }
}
