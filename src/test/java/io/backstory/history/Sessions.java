package io.backstory.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The sessions in use. One that has grown long is replaced, so that a prompt stays short and a page shows it whole. */
final class Sessions {
    private static final int LONG = 25;

    private final List<Slot> slots = new ArrayList<>();
    private final Set<Place> used = new LinkedHashSet<>();

    private static final class Slot {
        private final String tenant;
        private final int number;
        private int round;

        Slot(String tenant, int number) {
            this.tenant = tenant;
            this.number = number;
        }

        Place place() {
            return new Place(tenant, "s" + number + "-" + round);
        }
    }

    Sessions(int ofEachTenant) {
        for (int i = 0; i < ofEachTenant; i++) {
            for (String tenant : Tenants.ALL) {
                slots.add(new Slot(tenant, i));
            }
        }
    }

    /** A third of the time one of the two that everybody uses. */
    synchronized Place pick(Random random) {
        int hot = random.nextInt(3) == 0 ? Math.min(2, slots.size()) : slots.size();
        Place place = slots.get(random.nextInt(hot)).place();
        used.add(place);
        return place;
    }

    synchronized void reached(Place place, int turn) {
        if (turn >= LONG) {
            slots.stream().filter(slot -> slot.place().equals(place)).forEach(slot -> slot.round++);
        }
    }

    synchronized List<Place> used() {
        return List.copyOf(used);
    }
}
