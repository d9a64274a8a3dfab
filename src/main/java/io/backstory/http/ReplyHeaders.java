package io.backstory.http;

import io.backstory.chat.Answer;
import io.backstory.chat.ContextReport;
import io.backstory.chat.ReplyHead;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a reply's {@code x-backstory-*} headers tell operators: who answered, at what cost, with how much history. */
final class ReplyHeaders {
    private static final Pattern NOT_FOR_HEADERS = Pattern.compile("[^!-~]");
    private static final int MAX_IGNORED = 1000;

    private ReplyHeaders() {}

    static void put(MultiMap headers, ReplyHead head, Exchange exchange) {
        put(headers, head, head.context(), exchange);
    }

    /** As {@link #put(MultiMap, ReplyHead, Exchange)}, with what is only known at the end. */
    static void put(MultiMap headers, Answer answer, Exchange exchange) {
        put(headers, answer.head(), answer.context(), exchange);
    }

    private static void put(MultiMap headers, ReplyHead head, ContextReport context, Exchange exchange) {
        headers.set("x-backstory-provider", head.origin().provider())
                .set("x-backstory-model", head.origin().model())
                .set("x-backstory-attempts", Integer.toString(head.attempts()))
                .set("x-backstory-overhead-ms", millis(exchange.times().overhead()));
        if (head.sessionId() != null) {
            headers.set("x-backstory-session", head.sessionId())
                    .set("x-backstory-turn", Integer.toString(head.turn()))
                    .set("x-backstory-context-tokens", Integer.toString(context.tokens()))
                    .set("x-backstory-context-budget", Integer.toString(context.budget()))
                    .set("x-backstory-dropped-turns", Integer.toString(context.droppedTurns()))
                    .set("x-backstory-cleared-parts", Integer.toString(context.clearedParts()))
                    .set("x-backstory-epoch", Integer.toString(context.epoch()));
        }
        if (head.branch() != null) {
            headers.set("x-backstory-branch", head.branch());
        }
        if (head.isReplayed()) {
            headers.set("x-backstory-replayed", "true");
        }
        if (context.droppedReasoning() > 0) {
            headers.set("x-backstory-dropped-reasoning", Integer.toString(context.droppedReasoning()));
        }
        if (!head.ignored().isEmpty()) {
            headers.set("x-backstory-ignored", ignored(head.ignored()));
        }
    }

    /** A client chooses the names of its fields, and not every name can stand in a header. */
    private static String ignored(List<String> names) {
        String listed = NOT_FOR_HEADERS.matcher(String.join(",", names)).replaceAll("_");
        return listed.length() <= MAX_IGNORED ? listed : listed.substring(0, MAX_IGNORED);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }
}
