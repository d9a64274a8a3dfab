package io.backstory.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One message the simulator was sent.
 *
 * @param everything the text with the attachments in it
 * @param callId what a {@code tool} message answers, else empty
 * @param calls id to name of the tools an {@code assistant} message called
 */
record SimulatedMessage(String role, String everything, String callId, Map<String, String> calls) {
    static final SimulatedMessage EMPTY = new SimulatedMessage("user", "", "", Map.of());

    private static final Pattern ATTACHMENT =
            Pattern.compile("\\[attachment \\d+/\\d+ \"(.*?)\" (\\w+)]\\n.*?\\[/attachment \\2]", Pattern.DOTALL);

    static SimulatedMessage parse(JsonNode message) {
        Map<String, String> calls = new LinkedHashMap<>();
        for (JsonNode call : message.path("tool_calls")) {
            calls.put(
                    call.path("id").asText(), call.path("function").path("name").asText());
        }
        return new SimulatedMessage(
                message.path("role").asText(),
                text(message.path("content")),
                message.path("tool_call_id").asText(),
                calls);
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    boolean isFrom(String speaker) {
        return role.equals(speaker);
    }

    /** What was said besides the attachments. */
    String text() {
        return ATTACHMENT.matcher(everything).replaceAll("").strip();
    }

    List<String> attachments() {
        return ATTACHMENT
                .matcher(everything)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
