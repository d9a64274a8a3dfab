package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.Fragment;
import io.backstory.chat.FragmentKey;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders turns and new messages to wire messages.
 *
 * <p>Messages of this format are spliced as they came; a reply only towards its own origin. Tool results and what follows
 * them become one user message with the results first, because they must open the message after the call. A system
 * message in the middle keeps its role only where the provider takes it (after a user message, before an assistant
 * message or the end) and only towards the origin that took it already, since not every model does; otherwise it is a
 * user message framed with {@code [system]}.
 */
final class Conversation {
    private static final Blocks FOREIGN = new Blocks(false, false);
    private static final Blocks OWN = new Blocks(true, true);

    private final boolean sameOrigin;
    private final MessageWriter out;
    private final List<Message> run = new ArrayList<>();
    private int droppedReasoning;

    private Conversation(boolean sameOrigin, boolean history) {
        this.sameOrigin = sameOrigin;
        this.out = new MessageWriter(history);
    }

    static Fragment render(Turn turn, FragmentKey key) {
        Conversation reply = new Conversation(key.sameOrigin(), true);
        for (Message message : turn.output()) {
            if (turn.origin() == null) {
                reply.addSaid(message, false);
            } else {
                reply.addOutput(message);
            }
        }
        Fragment output = reply.fragment();
        Conversation conversation = new Conversation(key.sameOrigin(), true);
        conversation.addInput(turn.input(), !output.json().isEmpty(), false);
        return conversation.fragmentWith(output);
    }

    /** The new messages; the last one ends the prompt. */
    static Fragment renderInput(List<Message> input) {
        Conversation conversation = new Conversation(true, false);
        conversation.addInput(input, true, true);
        return conversation.fragment();
    }

    /** Whether what is rendered from these messages would open a prompt with an assistant message. */
    static boolean opensWithAssistant(List<Message> input, List<Message> output) {
        List<Message> first = input.isEmpty() ? output : input;
        return !first.isEmpty() && first.get(0).role() == Role.ASSISTANT;
    }

    private Fragment fragmentWith(Fragment reply) {
        flush();
        out.append(reply.json());
        return new Fragment(out.toBytes(), droppedReasoning + reply.droppedReasoning());
    }

    private Fragment fragment() {
        flush();
        return new Fragment(out.toBytes(), droppedReasoning);
    }

    private void addInput(List<Message> input, boolean replyOrEndFollows, boolean endsPrompt) {
        for (int i = 0; i < input.size(); i++) {
            Message message = input.get(i);
            boolean last = i + 1 == input.size();
            if (message.role() == Role.ASSISTANT) {
                flush();
                addSaid(message, endsPrompt && last);
            } else if (isInstruction(message) && !keepsRole(input, i, replyOrEndFollows)) {
                addInstructionAsUser(message);
            } else {
                run.add(message);
            }
        }
    }

    private boolean keepsRole(List<Message> input, int index, boolean replyOrEndFollows) {
        int next = index;
        while (next < input.size() && isInstruction(input.get(next))) {
            if (Wire.verbatim(input.get(next)) == null) {
                return false;
            }
            next++;
        }
        boolean beforeReply =
                next == input.size() ? replyOrEndFollows : input.get(next).role() == Role.ASSISTANT;
        return sameOrigin && !run.isEmpty() && beforeReply;
    }

    private static boolean isInstruction(Message message) {
        return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
    }

    private void addInstructionAsUser(Message message) {
        String text = message.joinedText();
        if (!text.isBlank()) {
            run.add(Message.text(Role.USER, "[system]\n" + text + "\n[/system]"));
        }
    }

    /** An assistant message the client sent itself, in the input or as an imported turn. */
    private void addSaid(Message message, boolean endsPrompt) {
        Bytes verbatim = Wire.verbatim(message);
        if (verbatim != null && !OWN.sendable(message).isEmpty()) {
            out.splice(verbatim);
        } else {
            droppedReasoning += FOREIGN.dropped(message);
            out.assistant(FOREIGN.sendable(message), FOREIGN, endsPrompt);
        }
    }

    private void addOutput(Message message) {
        Blocks blocks = sameOrigin ? OWN : FOREIGN;
        Bytes verbatim = Wire.verbatim(message);
        droppedReasoning += blocks.dropped(message);
        if (sameOrigin && verbatim != null) {
            out.splice(verbatim);
        } else {
            out.assistant(blocks.sendable(message), blocks, false);
        }
    }

    private void flush() {
        for (Message message : run) {
            droppedReasoning += FOREIGN.dropped(message);
        }
        out.users(run);
        run.clear();
    }
}
