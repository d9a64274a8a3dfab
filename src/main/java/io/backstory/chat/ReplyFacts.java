package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the client was told about a reply besides its messages, kept so that a repeated request gets the same answer.
 *
 * @param route model name the client asked for; null for an imported turn
 * @param providerReason the provider's own word for the finish reason
 * @param context what the model saw
 * @param ignored names of request fields that could not be honoured
 * @param envelope the rest of the provider's JSON reply; null for a stream, or where nothing can be said about it
 */
public record ReplyFacts(
        @Nullable String route,
        @Nullable String providerReason,
        ContextReport context,
        List<String> ignored,
        @Nullable Envelope envelope) {
    public static final ReplyFacts NONE = new ReplyFacts(null, null, ContextReport.NONE, List.of(), null);

    public ReplyFacts {
        requireNonNull(context);
        ignored = List.copyOf(ignored);
    }

    /** Without what stood around the message. */
    public ReplyFacts withoutEnvelope() {
        return new ReplyFacts(route, providerReason, context, ignored, null);
    }
}
