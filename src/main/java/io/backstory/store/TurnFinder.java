package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.TurnStatus;
import io.backstory.store.TurnLookup.Found;
import io.backstory.store.TurnLookup.NotFound;
import io.backstory.store.TurnLookup.Running;
import java.util.List;
import java.util.Optional;

/**
 * Finds one turn. Who is answering is asked before the stored turns are, so that a turn which is committed in between is
 * found either way.
 */
record TurnFinder<E extends Exception>(Lines<E> lines, TurnName name) {

    /** The key of the session that shows the turn. */
    Bytes line() throws E {
        if (name instanceof TurnName.Numbered it) {
            return lines.standsFor(it.session()).key();
        } else if (name instanceof TurnName.Newest it) {
            return lines.standsFor(it.session()).key();
        } else if (name instanceof TurnName.Token it) {
            return it.token().sessionKey();
        }
        throw new AssertionError("no line for " + name.getClass());
    }

    /** Whether the turn that is being answered is the one meant. */
    boolean isMeant(Leases.Answering turn) {
        if (name instanceof TurnName.Numbered it) {
            return turn.seq() == it.seq();
        } else if (name instanceof TurnName.Token it) {
            return turn.seq() == it.token().seq()
                    && turn.nonce() == it.token().nonce()
                    && turn.session().tenant().equals(it.tenant());
        }
        return true;
    }

    TurnLookup find(Bytes key, Optional<Leases.Answering> answering) throws E {
        Optional<Line> line = lines.keyed(tenant(), key);
        int version = line.map(it -> it.row().own().version()).orElse(0);
        Optional<Leases.Answering> running = answering.filter(it -> it.seq() > version && isMeant(it));
        if (running.isPresent()) {
            return new Running(running.get().session(), running.get().seq());
        }
        Optional<Lines.Owned> turn = line.isEmpty() ? Optional.empty() : stored(line.get());
        return turn.<TurnLookup>map(it -> new Found(it.owner().session(List.of()), it.turn()))
                .orElseGet(NotFound::new);
    }

    private Optional<Lines.Owned> stored(Line line) throws E {
        if (name instanceof TurnName.Token it) {
            return lines.ownTurn(line, it.token().seq())
                    .filter(own -> own.turn().nonce() == it.token().nonce())
                    .filter(own -> own.turn().status() != TurnStatus.ERASED);
        }
        return lines.turn(
                line,
                name instanceof TurnName.Numbered it
                        ? it.seq()
                        : line.row().own().version());
    }

    private String tenant() {
        if (name instanceof TurnName.Numbered it) {
            return it.session().tenant();
        } else if (name instanceof TurnName.Newest it) {
            return it.session().tenant();
        } else if (name instanceof TurnName.Token it) {
            return it.tenant();
        }
        throw new AssertionError("no tenant for " + name.getClass());
    }
}
