package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the provider checks in a request: the user speaks first, calls are all answered at the head of the next message,
 * nothing empty is sent, ids are legal.
 */
final class ProviderRules {
    private final List<JsonNode> messages;

    private ProviderRules(List<JsonNode> messages) {
        this.messages = messages;
    }

    static void check(JsonNode request) {
        assertThat(request.get("max_tokens").isInt()).isTrue();
        assertThat(request.get("messages").get(0).get("role").asText()).isEqualTo("user");
        List<JsonNode> merged = new ArrayList<>();
        request.get("messages").forEach(message -> checkMessage(message, merged));
        new ProviderRules(merged).checkPairs();
    }

    private static void checkMessage(JsonNode message, List<JsonNode> merged) {
        assertThat(message.get("role").asText()).isIn("user", "assistant", "system");
        assertThat(message.get("content").size() > 0
                        || !message.get("content").asText("").isBlank())
                .as("content of %s", message)
                .isTrue();
        message.get("content").forEach(ProviderRules::checkBlock);
        JsonNode last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
        checkSystemPlace(
                last == null ? "" : last.get("role").asText(),
                message.get("role").asText());
        if (last != null && last.get("role").equals(message.get("role"))) {
            merged.set(merged.size() - 1, join(last, message));
        } else {
            merged.add(message);
        }
    }

    /** Only after a user message, and never before one. */
    private static void checkSystemPlace(String before, String role) {
        if (role.equals("system")) {
            assertThat(before).isIn("user", "system");
        } else if (before.equals("system")) {
            assertThat(role).isEqualTo("assistant");
        }
    }

    /** The provider reads neighbours of one role as one message. */
    private static JsonNode join(JsonNode first, JsonNode second) {
        ObjectNode joined = first.deepCopy();
        ArrayNode content = joined.arrayNode();
        add(first.get("content"), content);
        add(second.get("content"), content);
        joined.set("content", content);
        return joined;
    }

    private static void add(JsonNode content, ArrayNode blocks) {
        if (content.isTextual()) {
            blocks.addObject().put("type", "text").put("text", content.textValue());
        } else {
            content.forEach(blocks::add);
        }
    }

    private static void checkBlock(JsonNode block) {
        switch (block.get("type").asText()) {
            case "text" -> assertThat(block.get("text").asText()).isNotBlank();
            case "tool_use" -> {
                assertThat(block.get("id").asText()).matches("[A-Za-z0-9_-]+");
                assertThat(block.get("input").isObject()).isTrue();
            }
            case "tool_result" -> assertThat(block.get("tool_use_id").asText()).matches("[A-Za-z0-9_-]+");
            case "thinking" -> assertThat(block.get("signature").asText()).isNotEmpty();
            default -> {}
        }
    }

    private void checkPairs() {
        List<String> open = List.of();
        for (JsonNode message : messages) {
            assertThat(leadingResults(message)).as("answers in %s", message).containsExactlyInAnyOrderElementsOf(open);
            assertThat(ids(message, "tool_result", "tool_use_id")).hasSameSizeAs(open);
            open = ids(message, "tool_use", "id");
        }
        assertThat(open).as("calls left open").isEmpty();
    }

    private static List<String> leadingResults(JsonNode message) {
        List<String> ids = new ArrayList<>();
        for (JsonNode block : message.get("content")) {
            if (!block.get("type").asText().equals("tool_result")) {
                break;
            }
            ids.add(block.get("tool_use_id").asText());
        }
        return ids;
    }

    private static List<String> ids(JsonNode message, String type, String member) {
        List<String> ids = new ArrayList<>();
        message.get("content").forEach(block -> {
            if (block.get("type").asText().equals(type)) {
                ids.add(block.get(member).asText());
            }
        });
        return ids;
    }
}
