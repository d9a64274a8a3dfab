package io.backstory.upstream;

/** Is told about every call to a provider, retries included. Called on event loops: it must not block. */
public interface UpstreamObserver {
    /** The {@code errorClass} of a call that went well. */
    String NO_ERROR = "none";

    /** There was no content. */
    long NO_CONTENT = -1;

    UpstreamObserver NONE = new UpstreamObserver() {
        @Override
        public void started(Attempt attempt) {}

        @Override
        public void ended(Attempt attempt, String errorClass, long nanos, long firstTokenNanos) {}
    };

    /**
     * One call.
     *
     * @param provider and {@code model} as in the configuration, so that their number is bounded
     */
    record Attempt(String provider, String model, boolean stream) {}

    void started(Attempt attempt);

    /**
     * Follows every {@link #started}, once.
     *
     * @param errorClass {@code Kind.errorClass()}, {@code cancelled} or {@link #NO_ERROR}
     * @param nanos to the last event
     * @param firstTokenNanos to the first piece of content, or {@link #NO_CONTENT}
     */
    void ended(Attempt attempt, String errorClass, long nanos, long firstTokenNanos);
}
