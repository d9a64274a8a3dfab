package io.backstory.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstory.chat.Attempt;
import io.backstory.chat.Message;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.Options;
import io.backstory.chat.Tool;
import io.backstory.chat.TurnRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A request read by the door and written to a provider says the same as before. */
class ChatRoundTripTest {

    static Stream<String> requests() {
        return Wire.files(".request.json");
    }

    static Stream<String> typedRequests() {
        return requests().filter(file -> file.matches("openai-chat/0[1-5].*"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void every_member_survives_a_pass_through(String file) {
        TurnRequest read = new OpenAiChatDoor().read(Wire.bytes(file));

        assertThat(Wire.tree(Requests.body(Requests.passThrough(read)))).isEqualTo(expected(file));
    }

    @ParameterizedTest
    @MethodSource("typedRequests")
    void the_typed_blocks_alone_say_the_same(String file) {
        TurnRequest read = new OpenAiChatDoor().read(Wire.bytes(file));

        assertThat(Wire.tree(Requests.body(Requests.passThrough(typedOnly(read)))))
                .isEqualTo(expected(file));
    }

    /** The recorded request as the gateway sends it: to the target's model, with usage asked for in a stream. */
    private static JsonNode expected(String file) {
        ObjectNode request = (ObjectNode) Wire.json(file);
        request.put("model", Requests.TARGET.model());
        if (request.path("stream").asBoolean()) {
            request.putObject("stream_options").put("include_usage", true);
        }
        return request;
    }

    private static TurnRequest typedOnly(TurnRequest read) {
        Options options = read.options();
        return new TurnRequest(
                null,
                read.route(),
                read.instructions() == null ? null : bare(read.instructions()),
                tools(read.tools() == null ? List.of() : read.tools()),
                bare(read.input()),
                new Options(
                        options.maxOutputTokens(),
                        options.temperature(),
                        options.topP(),
                        options.stop(),
                        options.toolChoice(),
                        options.parallelToolCalls(),
                        options.responseFormat(),
                        options.reasoningEffort(),
                        NativeOptions.NONE),
                read.stream(),
                read.usageInStream(),
                read.openCalls(),
                null,
                read.metadata(),
                Attempt.UNKNOWN,
                null);
    }

    private static List<Message> bare(List<Message> messages) {
        return messages.stream().map(Message::withoutVerbatim).toList();
    }

    private static List<Tool> tools(List<Tool> tools) {
        return tools.stream()
                .map(tool -> new Tool(tool.name(), tool.description(), tool.parameters(), tool.strict(), null, true))
                .toList();
    }
}
