package io.backstory.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code strace -f -tt -yy} wrote about one client that sends one turn after the other, and tells which turns
 * were acknowledged before the disk had them. A turn is safe when, between the last write to the write-ahead log and the
 * first write to the socket that gives the end of its answer away, a sync of the log began and succeeded.
 */
final class SyncTrace {
    private static final Pattern CALL = Pattern.compile("(\\d+) +\\S+ (\\w+)\\(\\d+<(.*?)>(?=[,)]| <unf)(.*)");
    private static final Pattern RESUMED =
            Pattern.compile("(\\d+) +\\S+ <\\.\\.\\. (\\w+) resumed>.*\\) += (-?\\d+).*");
    private static final Pattern RESULT = Pattern.compile(".*\\) += (-?\\d+)[^\"]*");

    private final Map<String, Call> unfinished = new HashMap<>();
    private final Set<String> connections = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private int acknowledged;
    /** Beginnings and ends of writes to the log, and how many of them the last good sync came after. */
    private int written;

    private int synced;
    private int acknowledgedAt;

    private SyncTrace() {}

    /**
     * @param acknowledged final markers and whole JSON answers
     * @param connections sockets they were written to
     * @param violations writes to a socket that came too early
     */
    record Verdict(int acknowledged, int connections, List<String> violations) {}

    /** @param writtenBefore beginnings and ends of writes to the log before the call began */
    private record Call(String name, String target, int writtenBefore) {
        boolean syncsLog() {
            return target.endsWith("-wal") && (name.equals("fsync") || name.equals("fdatasync"));
        }

        boolean writesLog() {
            return target.endsWith("-wal") && name.contains("write");
        }
    }

    static Verdict judge(List<String> lines) {
        SyncTrace trace = new SyncTrace();
        lines.forEach(trace::read);
        return new Verdict(trace.acknowledged, trace.connections.size(), List.copyOf(trace.violations));
    }

    private void read(String line) {
        Matcher call = CALL.matcher(line);
        Matcher resumed = RESUMED.matcher(line);
        if (call.matches()) {
            Call begun = new Call(call.group(2), call.group(3), written);
            begin(begun, line);
            Matcher result = RESULT.matcher(call.group(4));
            if (line.endsWith("<unfinished ...>")) {
                unfinished.put(call.group(1), begun);
            } else if (result.matches()) {
                end(begun, result.group(1));
            }
        } else if (resumed.matches()) {
            end(unfinished.remove(resumed.group(1)), resumed.group(3));
        }
    }

    private void begin(Call call, String line) {
        if (call.writesLog()) {
            written++;
        } else if (call.target().startsWith("TCP") && endsAnAnswer(line)) {
            if (synced < written || written == acknowledgedAt) {
                violations.add(line);
            }
            if (isFinal(line)) {
                acknowledged++;
                acknowledgedAt = written;
                connections.add(call.target());
            }
        }
    }

    private void end(@Nullable Call call, String result) {
        if (call != null && call.writesLog()) {
            written++;
        } else if (call != null && call.syncsLog() && result.equals("0")) {
            synced = Math.max(synced, call.writtenBefore());
        }
    }

    /** What a client may see only of a stored turn: the final marker, or the reason why the answer ended. */
    private static boolean endsAnAnswer(String line) {
        return isFinal(line) || line.contains("\\\"finish_reason\\\":\\\"");
    }

    private static boolean isFinal(String line) {
        boolean json = line.contains("\"HTTP/1.1 200 OK") && !line.contains("text/event-stream");
        return json || line.contains("data: [DONE]") || line.contains("event: done");
    }
}
