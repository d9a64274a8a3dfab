package io.backstory.turn;

import io.backstory.chat.Content;
import io.backstory.chat.Content.ToolCall;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a session's log a prompt may show. A pure function of the log, so that the same turn always renders to the same
 * bytes; almost every turn is shown as it is stored.
 *
 * <p>A reply that was cut off keeps its text; its calls and the reasoning at its end are left out here, for every dialect. A call nobody answered because the user spoke instead gets
 * an error result, since every provider refuses a call without one; the log itself is not changed.
 *
 * <p>Where content was erased nothing is shown, and nothing that hung on it: a result whose call is gone, whether erased or
 * trimmed, and a reply whose question is gone.
 */
final class View {
    private static final String NO_RESULT = "[no result: user sent a new message]";

    private View() {}

    static List<Turn> of(List<Turn> log) {
        @Nullable List<Turn> changed = null;
        List<ToolCall> open = List.of();
        boolean follows = false;
        for (int i = 0; i < log.size(); i++) {
            Turn shown = shown(log.get(i), open);
            shown = shown.input().isEmpty() && !follows ? shown.hidden() : shown;
            if (!isStoredForm(shown, log.get(i))) {
                changed = changed == null ? new ArrayList<>(log) : changed;
                changed.set(i, shown);
            }
            follows = shown.inView();
            open = shown.inView() ? callsLeftBy(shown) : open;
        }
        return changed == null ? log : changed;
    }

    private static Turn shown(Turn stored, List<ToolCall> open) {
        return answering(open, ErasedParts.leftOut(OrphanResults.leftOut(withoutLooseEnd(stored), open)));
    }

    @SuppressWarnings("ReferenceEquality") // a turn is only made anew where it is shown differently
    private static boolean isStoredForm(Turn shown, Turn stored) {
        return shown == stored;
    }

    /** The calls the next input has to answer. */
    static List<ToolCall> openCalls(List<Turn> view) {
        for (int i = view.size() - 1; i >= 0; i--) {
            if (view.get(i).inView()) {
                return callsLeftBy(view.get(i));
            }
        }
        return List.of();
    }

    /** Calls the turn ends in; those of an imported turn are in its input, as no model answered it here. */
    private static List<ToolCall> callsLeftBy(Turn turn) {
        boolean imported = turn.output().isEmpty() && !turn.input().isEmpty();
        return imported ? turn.input().get(turn.input().size() - 1).toolCalls() : turn.toolCalls();
    }

    /** The calls among {@code open} that {@code input} does not answer. */
    static List<ToolCall> unanswered(List<ToolCall> open, List<Message> input) {
        if (open.isEmpty()) {
            return List.of();
        }
        Set<String> answered = new HashSet<>();
        input.forEach(message -> message.toolResults().forEach(result -> answered.add(result.callId())));
        return open.stream().filter(call -> !answered.contains(call.id())).toList();
    }

    /** {@code input} with an error result for each call it leaves open, first. */
    static List<Message> answered(List<ToolCall> unanswered, List<Message> input) {
        if (unanswered.isEmpty()) {
            return input;
        }
        List<Content> results = new ArrayList<>();
        for (ToolCall call : unanswered) {
            results.add(new Content.ToolResult(call.id(), List.of(new Content.Text(NO_RESULT)), true));
        }
        List<Message> complete = new ArrayList<>();
        complete.add(new Message(Role.TOOL, results, null));
        complete.addAll(input);
        return complete;
    }

    private static Turn answering(List<ToolCall> open, Turn turn) {
        List<ToolCall> unanswered = turn.inView() ? unanswered(open, turn.input()) : List.of();
        return unanswered.isEmpty() ? turn : turn.withInput(answered(unanswered, turn.input()));
    }

    private static Turn withoutLooseEnd(Turn turn) {
        boolean cutOff = turn.finish() == FinishReason.LENGTH || turn.finish() == FinishReason.CANCELLED;
        if (!cutOff || turn.output().stream().noneMatch(View::hasLooseEnd)) {
            return turn;
        }
        return turn.withOutput(turn.output().stream()
                .map(View::finishedPart)
                .filter(message -> !message.content().isEmpty())
                .toList());
    }

    private static boolean hasLooseEnd(Message message) {
        return finishedPart(message).content().size() < message.content().size();
    }

    /** Half a call cannot be sent, a whole one will not be answered, and providers refuse reasoning that comes last. */
    private static Message finishedPart(Message message) {
        List<Content> kept = new ArrayList<>(message.content());
        kept.removeIf(ToolCall.class::isInstance);
        while (!kept.isEmpty() && isReasoning(kept.get(kept.size() - 1))) {
            kept.remove(kept.size() - 1);
        }
        return kept.size() == message.content().size() ? message : new Message(message.role(), kept, null);
    }

    static boolean isReasoning(Content content) {
        return content instanceof Content.Reasoning || content instanceof Content.Opaque;
    }
}
