package io.backstory.upstream;

import static io.backstory.upstream.Calls.await;
import static io.backstory.upstream.Calls.events;
import static io.backstory.upstream.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.backstory.chat.Message;
import io.backstory.testing.Reply;
import io.backstory.upstream.SimulatedRequest.ToolOffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator understands what people try first, however they word it. */
class SimulatedSkillsTest extends SimulatorFixture {
    private static final List<ToolOffer> TOOLS = Stream.of("get_weather", "searchDocs", "run-tests")
            .map(name -> new ToolOffer(name, JsonNodeFactory.instance.objectNode()))
            .toList();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "My name is Ada.",
                "my name's Ada",
                "I'm Ada",
                "I’m Ada!",
                "Hello, I am Ada and I like tea.",
                "Please call me Ada.",
                "Hi, this is Ada"
            })
    void learns_a_name_however_it_is_told(String telling) {
        assertThat(answer(user(telling))).isEqualTo("Nice to meet you, Ada.");
        assertThat(answer(user(telling), assistant("Hi."), user("What is my name?")))
                .isEqualTo("Your name is Ada.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What is my name?",
                "what's my name",
                "Whats my name?",
                "Do you remember my name?",
                "Can you tell me what my name is?",
                "What did I say my name was?",
                "Who am I?",
                "What should you call me?"
            })
    void is_asked_for_a_name_in_many_ways(String question) {
        assertThat(answer(user("My name is Ada."), assistant("Hi."), user(question)))
                .isEqualTo("Your name is Ada.");
        assertThat(answer(user(question))).isEqualTo("You have not told me your name.");
    }

    @Test
    void takes_the_newest_name_and_a_plain_word_before_a_guess() {
        assertThat(answer(user("My name is Ada."), user("Now call me Bea."), user("Who am I?")))
                .isEqualTo("Your name is Bea.");
        assertThat(answer(user("My name is Ada."), user("I'm German."), user("Who am I?")))
                .isEqualTo("Your name is Ada.");
        assertThat(answer(user("My name is Ada Lovelace."), user("Who am I?"))).isEqualTo("Your name is Ada Lovelace.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"I'm tired", "call me later", "Is this a name?"})
    void takes_nothing_else_for_a_name(String text) {
        assertThat(answer(user(text))).endsWith("You said: " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "Use get_weather for Paris, get_weather",
        "What's the weather in Paris?, get_weather",
        "Look into the docs, searchDocs",
        "please run tests, run-tests",
        "Use a tool, get_weather"
    })
    void finds_the_tool_that_is_asked_for(String text, String tool) {
        assertThat(SimulatedTools.wanted(TOOLS, text)).map(ToolOffer::name).contains(tool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello", "Run!", "Get it", "That is a useful tool"})
    void finds_no_tool_where_none_is_asked_for(String text) {
        assertThat(SimulatedTools.wanted(TOOLS, text)).isEmpty();
    }

    @Test
    void answers_in_the_form_that_is_asked_for() {
        String person =
                """
                {"type":"json_schema","json_schema":{"name":"person","schema":{"type":"object","properties":{
                  "name":{"type":"string"},"age":{"anyOf":[{"type":"integer"},{"type":"null"}]}},
                  "required":["name","age"]}}}""";

        assertThat(new SimulatedFormat(Reply.parse(person)).of("\"Ada\" is 36", ""))
                .isEqualTo("{\"name\":\"Ada\",\"age\":36}");
        assertThat(new SimulatedFormat(Reply.parse("{\"type\":\"json_object\"}")).of("", "Hi."))
                .isEqualTo("{\"text\":\"Hi.\"}");
        assertThat(new SimulatedFormat(Reply.parse("{\"type\":\"text\"}")).of("", "Hi."))
                .isEqualTo("Hi.");
    }

    private String answer(Message... messages) {
        return text(await(events(simulator().send(request(messages).build()))));
    }
}
