package io.backstory.metrics;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;

/** What becomes of turns between their beginning and their acknowledgement. */
final class TurnMeters {
    private final Family<Counter> replays;
    private final Family<Counter> commits;
    private final Family<Timer> acknowledgements;
    private final Family<Counter> lostLeases;
    private final Family<Counter> fenced;
    private final Family<Counter> unknownCommits;
    private final Family<Counter> regressions;

    TurnMeters(Meters meters) {
        replays = meters.counter("backstory.replay", "Repeated requests answered from the store", "kind");
        commits = meters.counter("backstory.turn.commit", "Commits of turns, by how they ended", "result");
        acknowledgements = meters.timer(
                "backstory.turn.ack", "From a provider's last byte to the confirmed commit", Buckets.STORE);
        lostLeases = meters.counter("backstory.lease.lost", "Leases that somebody else took while the turn ran");
        fenced = meters.counter("backstory.fenced", "Turns not stored because another holder had the session");
        unknownCommits =
                meters.counter("backstory.commit.unknown", "Turns of which it is not known if they are stored");
        regressions = meters.counter("backstory.history.regressed", "Turns refused because the store had lost others");
    }

    void createAtZero() {
        for (ReplayKind kind : ReplayKind.values()) {
            replays.of(kind.label());
        }
        for (CommitResult result : CommitResult.values()) {
            commits.of(result.label());
        }
        acknowledgements.of();
        lostLeases.of();
        fenced.of();
        unknownCommits.of();
        regressions.of();
    }

    void replayed(ReplayKind kind) {
        replays.of(kind.label()).increment();
    }

    void commitEnded(CommitResult result) {
        commits.of(result.label()).increment();
        if (result == CommitResult.FENCED) {
            fenced.of().increment();
        } else if (result == CommitResult.UNKNOWN) {
            unknownCommits.of().increment();
        }
    }

    void acknowledged(long nanos) {
        acknowledgements.of().record(nanos, NANOSECONDS);
    }

    void leaseLost() {
        lostLeases.of().increment();
    }

    void regressed() {
        regressions.of().increment();
    }
}
