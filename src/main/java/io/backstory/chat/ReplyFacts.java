package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What the client was told about a reply besides its messages, kept so that a repeated request gets the same answer.
 *
 * @param route model name the client asked for; null for an imported turn
 * @param providerReason the provider's own word for the finish reason
 * @param context what the model saw
 */
public record ReplyFacts(@Nullable String route, @Nullable String providerReason, ContextReport context) {
    public static final ReplyFacts NONE = new ReplyFacts(null, null, ContextReport.NONE);

    public ReplyFacts {
        requireNonNull(context);
    }
}
