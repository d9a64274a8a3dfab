package io.backstory.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.dialect.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A Chat Completions body as the simulator reads it: exactly what was sent, nothing else is known.
 *
 * @param toolChoice {@code auto}, {@code none}, {@code required} or the name of a tool
 * @param format the form a text has to take
 * @param maxTokens of the reply; {@link Integer#MAX_VALUE} when not limited
 * @param fingerprint of the body, so that equal requests get equal ids
 */
record SimulatedRequest(
        String model,
        List<SimulatedMessage> messages,
        List<ToolOffer> tools,
        String toolChoice,
        SimulatedFormat format,
        int maxTokens,
        boolean stream,
        boolean usageInStream,
        String fingerprint) {

    /** A function the model may call; {@code parameters} is its JSON Schema. */
    record ToolOffer(String name, JsonNode parameters) {}

    static SimulatedRequest parse(Bytes body) {
        JsonNode root = StrictJson.tree(body);
        List<SimulatedMessage> messages = new ArrayList<>();
        root.path("messages").forEach(message -> messages.add(SimulatedMessage.parse(message)));
        return new SimulatedRequest(
                root.path("model").asText("simulator"),
                messages,
                tools(root.path("tools")),
                toolChoice(root.path("tool_choice")),
                new SimulatedFormat(root.path("response_format")),
                root.path("max_completion_tokens").asInt(root.path("max_tokens").asInt(Integer.MAX_VALUE)),
                root.path("stream").asBoolean(),
                root.path("stream_options").path("include_usage").asBoolean(),
                fingerprint(body));
    }

    private static List<ToolOffer> tools(JsonNode tools) {
        List<ToolOffer> offers = new ArrayList<>();
        for (JsonNode tool : tools) {
            JsonNode function = tool.path("function");
            if (function.has("name")) {
                offers.add(new ToolOffer(function.path("name").asText(), function.path("parameters")));
            }
        }
        return offers;
    }

    private static String toolChoice(JsonNode choice) {
        return choice.isObject() ? choice.path("function").path("name").asText("auto") : choice.asText("auto");
    }

    private static String fingerprint(Bytes body) {
        CRC32 crc = new CRC32();
        crc.update(body.unsafeArray());
        return String.format("%08x", crc.getValue());
    }

    SimulatedMessage last() {
        return messages.isEmpty() ? SimulatedMessage.EMPTY : messages.get(messages.size() - 1);
    }

    /** Four for each message and one for every four characters. */
    int promptTokens() {
        return messages.stream()
                .mapToInt(message -> 4 + tokens(message.everything()))
                .sum();
    }

    static int tokens(String text) {
        return (text.length() + 3) / 4;
    }
}
