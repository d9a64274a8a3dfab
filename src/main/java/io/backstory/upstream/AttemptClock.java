package io.backstory.upstream;

import io.backstory.upstream.UpstreamObserver.Attempt;

/** Measures one call and reports its end once. */
final class AttemptClock {
    private final Attempt attempt;
    private final UpstreamObserver observer;
    private final long start = System.nanoTime();
    private long firstToken = UpstreamObserver.NO_CONTENT;
    private boolean ended;

    AttemptClock(Attempt attempt, UpstreamObserver observer) {
        this.attempt = attempt;
        this.observer = observer;
        observer.started(attempt);
    }

    /** The reply has begun, which is when its first piece of content is here. */
    void begun() {
        firstToken = System.nanoTime() - start;
    }

    void ended(String errorClass) {
        if (!ended) {
            ended = true;
            observer.ended(attempt, errorClass, System.nanoTime() - start, firstToken);
        }
    }
}
