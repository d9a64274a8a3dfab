package io.backstory.window;

import io.backstory.chat.ChatException;
import io.backstory.chat.ContextReport;
import io.backstory.chat.Cut;
import io.backstory.chat.Kind;
import io.backstory.chat.Turn;
import java.util.List;

/**
 * Decides which turns a prompt has. A pure function of its arguments: it writes nothing and may run on an event loop.
 *
 * <p>Instructions, tools and the new messages are always sent, whole turns in between as the budget allows. The stored
 * cut stays in force as long as everything after it fits, so that each prompt repeats the one before byte for byte; on
 * overflow it moves once, to a user message, and far enough that it can stay there for a while. A tool loop is never cut
 * in the middle.
 */
public final class ContextWindow {

    /**
     * Plans one request.
     *
     * @throws ChatException {@link Kind#CONTEXT_LENGTH_EXCEEDED} when what must be sent does not fit, with param
     *     {@code system}, {@code tools}, {@code context} or {@code messages} for what is too big;
     *     {@link Kind#TOOL_CALL_NOT_FOUND} when the input answers calls that no shown turn made
     */
    public Plan plan(WindowRequest request) {
        Room room = Room.of(request);
        View view = View.of(after(request), request.input());
        requireCalls(request, view);
        if (view.tokens() + request.input().tokens() <= room.history()) {
            return planned(request, request.inForce(), view);
        }
        if (!request.settings().strategy().cuts()) {
            throw room.refusal(view.tokens());
        }
        return cut(request, room, view);
    }

    private static List<Turn> after(WindowRequest request) {
        List<Turn> log = request.log();
        int index = 0;
        while (index < log.size() && log.get(index).seq() < request.inForce().from()) {
            index++;
        }
        return log.subList(index, log.size());
    }

    private static void requireCalls(WindowRequest request, View view) {
        int last = view.turns().size() - 1;
        if (request.input().answersCalls()
                && (last < 0 || Exchanges.calls(view.turns().get(last)).isEmpty())) {
            throw new ChatException(
                    Kind.TOOL_CALL_NOT_FOUND,
                    "The tool results answer calls that are not part of the conversation.",
                    "messages");
        }
    }

    private static Plan cut(WindowRequest request, Room room, View view) {
        CutSearch search = new CutSearch(request, room, view);
        CutSearch.Start start = search.best();
        if (start.size() > room.history()) {
            throw room.refusal(start.history());
        }
        return planned(request, request.inForce().movedTo(start.seq()), view.from(start.index(), start.history()));
    }

    private static Plan planned(WindowRequest request, Cut cut, View view) {
        return new Plan(view.turns(), cut, report(request, cut, view));
    }

    private static ContextReport report(WindowRequest request, Cut cut, View view) {
        List<Turn> history = view.turns();
        List<Turn> dropped = request.log().stream()
                .takeWhile(turn -> turn.seq() < cut.from())
                .toList();
        return new ContextReport(
                clamp(request.head().total() + view.tokens() + request.input().tokens()),
                false,
                request.settings().budget(),
                history.size() + 1,
                history.isEmpty() ? request.seq() : history.get(0).seq(),
                dropped.size(),
                clamp(View.sum(dropped)),
                0,
                cut.epoch(),
                clamp(view.tokens()),
                cut.epoch() > request.inForce().epoch(),
                0,
                view.excluded(),
                List.of());
    }

    private static int clamp(long tokens) {
        return (int) Math.min(tokens, Integer.MAX_VALUE);
    }
}
