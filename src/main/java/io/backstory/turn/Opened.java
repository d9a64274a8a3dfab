package io.backstory.turn;

import io.backstory.store.BeginOutcome;
import io.backstory.store.Lease;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a turn began.
 *
 * @param left lease on the line a name moves away from when the turn is committed; null when it stays
 */
record Opened(BeginOutcome.Begun begun, @Nullable Lease left) {

    /** All that is held until the turn ends. */
    List<Lease> leases() {
        return Stream.of(left, begun.lease()).filter(lease -> lease != null).toList();
    }
}
