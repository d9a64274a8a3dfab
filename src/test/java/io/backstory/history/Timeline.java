package io.backstory.history;

import io.backstory.history.Event.Answered;
import io.backstory.history.Event.Asked;
import io.backstory.history.Event.Deleted;
import io.backstory.history.Event.Deleting;
import io.backstory.history.Event.Refused;
import io.backstory.history.Event.Scanned;
import io.backstory.history.Event.Scanning;
import io.backstory.history.Event.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A history with its operations put together, each with the times of its begin and its end. */
final class Timeline {
    /** The end of what never ended. */
    static final int NEVER = Integer.MAX_VALUE;

    private final Map<Place, Log> logs = new LinkedHashMap<>();
    private final Map<String, Call> calls = new HashMap<>();
    private final Map<String, List<Attempt>> attempts = new HashMap<>();
    private final List<Call> strays = new ArrayList<>();

    /** A try of a turn; {@code end} is {@link #NEVER} when its outcome is unclear. */
    record Attempt(int at, Sent sent, int end, @Nullable Event how) {
        boolean refused() {
            return how instanceof Refused;
        }

        @Nullable
        Answered answer() {
            return how instanceof Answered answered ? answered : null;
        }
    }

    record Call(int at, Asked asked) {}

    /** {@code sure} when it was acknowledged, else it may have happened at any time from {@code at} on. */
    record Deletion(int at, Deleting deleting, int end, boolean sure) {}

    record Scan(int at, int end, Scanned seen) {}

    /** What concerns one session. */
    static final class Log {
        final List<Attempt> attempts = new ArrayList<>();
        final List<Deletion> deletions = new ArrayList<>();
        final List<Scan> scans = new ArrayList<>();
        final List<Call> calls = new ArrayList<>();

        /** Whether a deletion may have come after {@code from} and before {@code to}. */
        boolean mayBeDeleted(int from, int to) {
            return deletions.stream().anyMatch(it -> it.end() > from && it.at() < to);
        }

        /** Everything the provider was asked before this time is gone for whoever comes after {@code now}. */
        int goneBefore(int now) {
            return deletions.stream()
                    .filter(it -> it.sure() && it.end() < now)
                    .mapToInt(Deletion::at)
                    .max()
                    .orElse(-1);
        }
    }

    Timeline(List<Event> events) {
        Map<Long, Integer> ends = ends(events);
        for (int at = 0; at < events.size(); at++) {
            Event event = events.get(at);
            if (event instanceof Sent sent) {
                sent(at, sent, ends.get(sent.op()), events);
            } else if (event instanceof Deleting deleting) {
                deleting(at, deleting, ends.get(deleting.op()), events);
            } else if (event instanceof Scanning scanning) {
                scanning(at, scanning, ends.get(scanning.op()), events);
            } else if (event instanceof Asked asked) {
                asked(new Call(at, asked));
            }
        }
    }

    Map<Place, Log> logs() {
        return logs;
    }

    /** Calls whose newest message nobody sent. */
    List<Call> strays() {
        return strays;
    }

    @Nullable
    Call call(@Nullable String id) {
        return id == null ? null : calls.get(id);
    }

    /** The tries of a message, first to last. */
    List<Attempt> attempts(String message) {
        return attempts.getOrDefault(message, List.of());
    }

    @Nullable
    Place placeOf(String message) {
        List<Attempt> tries = attempts(message);
        return tries.isEmpty() ? null : tries.get(0).sent().place();
    }

    private void sent(int at, Sent sent, @Nullable Integer end, List<Event> events) {
        Event how = end == null ? null : events.get(end);
        boolean known = how instanceof Answered || how instanceof Refused;
        Attempt attempt = new Attempt(at, sent, known && end != null ? end : NEVER, how);
        log(sent.place()).attempts.add(attempt);
        attempts.computeIfAbsent(sent.message(), id -> new ArrayList<>()).add(attempt);
    }

    private void deleting(int at, Deleting deleting, @Nullable Integer end, List<Event> events) {
        Event how = end == null ? null : events.get(end);
        if (!(how instanceof Refused)) {
            boolean sure = how instanceof Deleted;
            log(deleting.place()).deletions.add(new Deletion(at, deleting, sure && end != null ? end : NEVER, sure));
        }
    }

    private void scanning(int at, Scanning scanning, @Nullable Integer end, List<Event> events) {
        if (end != null && events.get(end) instanceof Scanned seen) {
            log(scanning.place()).scans.add(new Scan(at, end, seen));
        }
    }

    private void asked(Call call) {
        calls.put(call.asked().call(), call);
        Place place = placeOf(call.asked().message());
        if (place == null) {
            strays.add(call);
        } else {
            log(place).calls.add(call);
        }
    }

    private Log log(Place place) {
        return logs.computeIfAbsent(place, it -> new Log());
    }

    private static Map<Long, Integer> ends(List<Event> events) {
        Map<Long, Integer> ends = new HashMap<>();
        for (int at = 0; at < events.size(); at++) {
            Long op = endOf(events.get(at));
            if (op != null) {
                ends.put(op, at);
            }
        }
        return ends;
    }

    private static @Nullable Long endOf(Event event) {
        if (event instanceof Answered it) {
            return it.op();
        } else if (event instanceof Refused it) {
            return it.op();
        } else if (event instanceof Event.Unclear it) {
            return it.op();
        } else if (event instanceof Event.Silent it) {
            return it.op();
        } else if (event instanceof Deleted it) {
            return it.op();
        }
        return event instanceof Scanned it ? (Long) it.op() : null;
    }
}
