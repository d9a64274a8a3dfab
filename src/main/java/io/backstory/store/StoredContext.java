package io.backstory.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.ContextReport;
import io.backstory.chat.Envelope;
import io.backstory.chat.ReplyFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stored form of what a client was told about a reply. */
final class StoredContext {
    private StoredContext() {}

    static void write(JsonGenerator out, ContextReport context) throws IOException {
        out.writeObjectFieldStart("context");
        out.writeNumberField("tokens", context.tokens());
        out.writeBooleanField("exact", context.exact());
        out.writeNumberField("budget", context.budget());
        out.writeNumberField("turns", context.turns());
        out.writeNumberField("first_turn", context.firstTurn());
        out.writeNumberField("dropped_turns", context.droppedTurns());
        out.writeNumberField("dropped_tokens", context.droppedTokens());
        out.writeNumberField("cleared_parts", context.clearedParts());
        out.writeNumberField("epoch", context.epoch());
        out.writeNumberField("history_tokens", context.historyTokens());
        out.writeBooleanField("new_cut", context.newCut());
        out.writeNumberField("dropped_reasoning", context.droppedReasoning());
        out.writeArrayFieldStart("excluded_turns");
        for (int seq : context.excludedTurns()) {
            out.writeNumber(seq);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("synthesized_results");
        for (String callId : context.synthesizedResults()) {
            out.writeString(callId);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /** Absent in turns stored before there were any facts. */
    static ReplyFacts facts(@Nullable JsonNode node) {
        if (node == null) {
            return ReplyFacts.NONE;
        }
        return new ReplyFacts(
                optional(node, "route"),
                optional(node, "reason"),
                context(node.required("context")),
                node.has("ignored") ? all(node.required("ignored"), JsonNode::textValue) : List.of(),
                node.has("envelope") ? envelope(node.required("envelope")) : null);
    }

    private static Envelope envelope(JsonNode node) {
        return new Envelope(
                node.required("dialect").textValue(),
                StoredReader.bytes(node.required("before")),
                StoredReader.bytes(node.required("after")));
    }

    private static ContextReport context(JsonNode node) {
        return new ContextReport(
                node.required("tokens").intValue(),
                node.required("exact").booleanValue(),
                node.required("budget").intValue(),
                node.required("turns").intValue(),
                node.required("first_turn").intValue(),
                node.required("dropped_turns").intValue(),
                node.required("dropped_tokens").intValue(),
                node.required("cleared_parts").intValue(),
                node.required("epoch").intValue(),
                node.required("history_tokens").intValue(),
                node.required("new_cut").booleanValue(),
                node.required("dropped_reasoning").intValue(),
                all(node.required("excluded_turns"), JsonNode::intValue),
                all(node.required("synthesized_results"), JsonNode::textValue));
    }

    private static <T> List<T> all(JsonNode array, Function<JsonNode, T> read) {
        List<T> values = new ArrayList<>();
        array.forEach(element -> values.add(read.apply(element)));
        return values;
    }

    private static @Nullable String optional(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null ? null : value.textValue();
    }
}
