package io.backstory.turn;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.Answer;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.chat.Envelope;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.ResponseToken;
import io.backstory.chat.Role;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import java.util.List;
import java.util.function.Consumer;

/**
 * The answer a stored turn was, given once more. It takes the form the client asks for now: JSON, or a stream at once.
 *
 * @param session as the client names it
 * @param owner of the turn: a branch, where the name stands for one
 */
record Replay(SessionRef session, SessionRef owner, Turn turn) {

    /** Gives the reply to the call's sink, all but its end. */
    Answer to(TurnCall call) {
        ReplyHead head = head();
        Message message = message();
        call.sink().started(head);
        if (!call.request().stream()) {
            body(message, call.sink()::event);
        }
        say(message.content(), call.sink()::event);
        String reason = turn.facts().providerReason();
        return new Answer(
                head,
                turn.status(),
                turn.finish(),
                reason,
                message,
                turn.usage(),
                turn.facts().context(),
                true);
    }

    private ReplyHead head() {
        boolean hidden = session.isHidden();
        return new ReplyHead(
                hidden ? null : session.id(),
                hidden ? 0 : turn.seq(),
                new ResponseToken(owner.key(), turn.seq(), turn.nonce()).text(),
                requireNonNull(turn.facts().route()),
                requireNonNull(turn.origin()),
                turn.createdAt(),
                turn.facts().context(),
                turn.facts().ignored(),
                0,
                null);
    }

    private Message message() {
        return turn.output().isEmpty()
                ? new Message(Role.ASSISTANT, List.of(), null)
                : turn.output().get(0);
    }

    /** A door of the provider's format passes the provider's own body on, as it did the first time. */
    private void body(Message message, Consumer<ChatEvent> out) {
        Envelope envelope = turn.facts().envelope();
        if (envelope != null && message.verbatim() != null) {
            out.accept(new ChatEvent.Native(
                    envelope.dialect(), envelope.with(message.verbatim().json())));
        }
    }

    private static void say(List<Content> blocks, Consumer<ChatEvent> out) {
        for (int block = 0; block < blocks.size(); block++) {
            say(block, blocks.get(block), out);
            out.accept(new ChatEvent.BlockEnded(block));
        }
    }

    private static void say(int block, Content content, Consumer<ChatEvent> out) {
        if (content instanceof Content.Text text) {
            out.accept(new ChatEvent.TextDelta(block, text.text()));
        } else if (content instanceof Content.Refusal refusal) {
            out.accept(new ChatEvent.RefusalDelta(block, refusal.text()));
        } else if (content instanceof Content.ToolCall call) {
            out.accept(new ChatEvent.ToolCallStarted(block, call.id(), call.name()));
            out.accept(new ChatEvent.ToolCallDelta(block, call.arguments()));
        } else if (content instanceof Content.Reasoning reasoning) {
            think(block, reasoning, out);
        } else if (content instanceof Content.Opaque opaque) {
            out.accept(new ChatEvent.OpaqueBlock(block, opaque));
        } else {
            throw new AssertionError("no model says " + content.getClass());
        }
    }

    private static void think(int block, Content.Reasoning reasoning, Consumer<ChatEvent> out) {
        out.accept(new ChatEvent.ReasoningDelta(block, reasoning.text()));
        String signature = reasoning.signature();
        if (signature != null) {
            out.accept(new ChatEvent.ReasoningSigned(block, signature));
        }
    }
}
