package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one way a request fails. The message is written for the client: it never holds a secret or another's text. */
public final class ChatException extends RuntimeException {
    private final Kind kind;
    private final @Nullable String param;
    private final @Nullable Duration retryAfter;
    private final @Nullable Integer currentTurn;
    private final @Nullable PromptSizes sizes;

    public ChatException(Kind kind, String message) {
        this(kind, message, null, null, null);
    }

    public ChatException(Kind kind, String message, @Nullable String param) {
        this(kind, message, param, null, null);
    }

    /**
     * @param param the request field at fault, in the words of the hub's own fields
     * @param retryAfter when the same request may pass, where that is known
     */
    public ChatException(
            Kind kind,
            String message,
            @Nullable String param,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(requireNonNull(message), cause);
        this.kind = requireNonNull(kind);
        this.param = param;
        this.retryAfter = retryAfter;
        this.currentTurn = null;
        this.sizes = null;
    }

    private ChatException(ChatException failure, @Nullable Integer currentTurn, @Nullable PromptSizes sizes) {
        super(failure.getMessage(), failure.getCause());
        this.kind = failure.kind;
        this.param = failure.param;
        this.retryAfter = failure.retryAfter;
        this.currentTurn = currentTurn;
        this.sizes = sizes;
    }

    /** Wraps what is not a {@code ChatException} yet as a defect of the gateway. */
    public static ChatException from(Throwable failure) {
        return failure instanceof ChatException known
                ? known
                : new ChatException(Kind.INTERNAL_ERROR, "The gateway failed to answer.", null, null, failure);
    }

    public Kind kind() {
        return kind;
    }

    public @Nullable String param() {
        return param;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The same failure for a client that expected the session at another turn; 0 means that it has none yet. */
    public ChatException withCurrentTurn(int seq) {
        return new ChatException(this, seq, sizes);
    }

    /** The same failure with what the provider said of the prompt's size. */
    public ChatException withSizes(PromptSizes said) {
        return new ChatException(this, currentTurn, said);
    }

    /** Not null where a provider refused the prompt for its length, whether or not it named a number. */
    public @Nullable PromptSizes sizes() {
        return sizes;
    }

    /** Seq of the session's newest turn, where the client's expectation of it was the fault. */
    public @Nullable Integer currentTurn() {
        return currentTurn;
    }

    /** The message, never null here. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }
}
