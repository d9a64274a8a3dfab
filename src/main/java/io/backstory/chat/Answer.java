package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A whole reply, committed.
 *
 * @param message what the model said
 * @param providerReason the provider's own word for {@code finish}
 * @param replayed true when it came from the store and no provider was called
 */
public record Answer(
        ReplyHead head,
        TurnStatus status,
        FinishReason finish,
        @Nullable String providerReason,
        Message message,
        Usage usage,
        ContextReport context,
        boolean replayed) {
    public Answer {
        requireNonNull(head);
        requireNonNull(status);
        requireNonNull(finish);
        requireNonNull(message);
        requireNonNull(usage);
        requireNonNull(context);
    }
}
