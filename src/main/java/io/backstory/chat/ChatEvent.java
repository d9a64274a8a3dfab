package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One step of a reply. A JSON reply is the same steps at once.
 *
 * <p>Order: {@link Started}; then blocks, each opened by its first event, never interleaved, numbered from 0 in the
 * order they open and closed by {@link BlockEnded}; {@link UsageReported} anywhere, the last one counts; then exactly
 * one {@link Finished}. {@link Native} may stand before any of them. A reply that does not end in {@link Finished} is
 * broken, never short.
 */
public sealed interface ChatEvent {

    /** The provider began to answer; ids and names are the provider's own. */
    record Started(String replyId, String model) implements ChatEvent {
        public Started {
            requireNonNull(replyId);
            requireNonNull(model);
        }
    }

    record TextDelta(int block, String text) implements ChatEvent {
        public TextDelta {
            requireNonNull(text);
        }
    }

    record RefusalDelta(int block, String text) implements ChatEvent {
        public RefusalDelta {
            requireNonNull(text);
        }
    }

    record ReasoningDelta(int block, String text) implements ChatEvent {
        public ReasoningDelta {
            requireNonNull(text);
        }
    }

    /** The opaque proof of a reasoning block, whole. */
    record ReasoningSigned(int block, String signature) implements ChatEvent {
        public ReasoningSigned {
            requireNonNull(signature);
        }
    }

    record ToolCallStarted(int block, String id, String name) implements ChatEvent {
        public ToolCallStarted {
            requireNonNull(id);
            requireNonNull(name);
        }
    }

    /** A piece of the arguments' JSON text; the pieces are concatenated. */
    record ToolCallDelta(int block, String arguments) implements ChatEvent {
        public ToolCallDelta {
            requireNonNull(arguments);
        }
    }

    /** A block only its own dialect understands, whole. */
    record OpaqueBlock(int block, Content.Opaque content) implements ChatEvent {
        public OpaqueBlock {
            requireNonNull(content);
        }
    }

    record BlockEnded(int block) implements ChatEvent {}

    /** Usage so far; the last report of a reply is the true one. */
    record UsageReported(Usage usage) implements ChatEvent {
        public UsageReported {
            requireNonNull(usage);
        }
    }

    /**
     * The provider said that it is done.
     *
     * @param providerReason its own word for the reason, such as {@code stop_sequence}
     * @param message the reply as the provider's dialect would send it back in a later request
     */
    record Finished(FinishReason reason, @Nullable String providerReason, Message message) implements ChatEvent {
        public Finished {
            requireNonNull(reason);
            requireNonNull(message);
        }
    }

    /**
     * The bytes the events up to the next {@code Native} were read from, for a door of the same dialect, which passes
     * them on instead of writing its own.
     *
     * @param json one stream event's data, or the whole body of a JSON reply
     */
    record Native(String dialect, Bytes json) implements ChatEvent {
        public Native {
            requireNonNull(dialect);
            requireNonNull(json);
        }
    }
}
