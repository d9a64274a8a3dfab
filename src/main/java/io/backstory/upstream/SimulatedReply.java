package io.backstory.upstream;

import org.jspecify.annotations.Nullable;

/**
 * What the simulator says: a text, or the call of a tool.
 *
 * @param reason {@code stop}, {@code length} or {@code tool_calls}
 */
record SimulatedReply(String text, @Nullable Call call, String reason) {

    /** A call with its arguments as JSON text. */
    record Call(String id, String name, String arguments) {}

    /** A text, cut off at {@code maxTokens}. */
    static SimulatedReply text(String text, int maxTokens) {
        int most = (int) Math.min(4L * maxTokens, text.length());
        return most < text.length()
                ? new SimulatedReply(text.substring(0, most), null, "length")
                : new SimulatedReply(text, null, "stop");
    }

    static SimulatedReply call(String id, String name, String arguments) {
        return new SimulatedReply("", new Call(id, name, arguments), "tool_calls");
    }

    int tokens() {
        return SimulatedRequest.tokens(call == null ? text : call.name() + call.arguments());
    }
}
