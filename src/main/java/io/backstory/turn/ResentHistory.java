package io.backstory.turn;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * Recognises a client that sends history the session already holds, so that it is not stored twice.
 *
 * <p>Without an assistant message everything is new: a user who types the same sentence twice is never mistaken for a
 * resend. Otherwise the messages up to the last assistant message must be the end of the log, which also covers a client
 * that trims, or begin with the whole log, in which case the client knows more and the rest is imported.
 */
final class ResentHistory {

    /**
     * A request's messages, told apart.
     *
     * @param imported history the session did not have
     * @param input what is new
     */
    record Split(List<Message> imported, List<Message> input) {}

    private ResentHistory() {}

    static Split split(List<Message> request, List<Turn> log) {
        int boundary = lastAssistant(request) + 1;
        if (boundary == 0) {
            return new Split(List.of(), request);
        }
        List<Message> resent = request.subList(0, boundary);
        List<Message> fresh = request.subList(boundary, request.size());
        if (fresh.isEmpty()) {
            throw new ChatException(
                    Kind.INVALID_REQUEST,
                    "The last message is the assistant's: there is nothing new to answer.",
                    "messages");
        }
        return new Split(unknownPart(resent, log), fresh);
    }

    private static List<Message> unknownPart(List<Message> resent, List<Turn> log) {
        List<CanonicalMessage> known = CanonicalMessage.of(messages(log));
        List<CanonicalMessage> sent = CanonicalMessage.of(resent);
        if (endsWith(known, sent)) {
            return List.of();
        }
        int common = commonPrefix(known, sent);
        if (common < known.size()) {
            throw new ChatException(
                    Kind.TURN_CONFLICT,
                    "The history in the request differs from the stored conversation at message " + (common + 1)
                            + ". Send only the new messages, or use another session id.",
                    "messages");
        }
        return common == 0 ? resent : resent.subList(sent.get(common - 1).lastIndex() + 1, resent.size());
    }

    private static List<Message> messages(List<Turn> log) {
        List<Message> messages = new ArrayList<>();
        for (Turn turn : log) {
            messages.addAll(turn.input());
            messages.addAll(turn.output());
        }
        return messages;
    }

    private static int lastAssistant(List<Message> messages) {
        int last = messages.size() - 1;
        while (last >= 0 && messages.get(last).role() != Role.ASSISTANT) {
            last--;
        }
        return last;
    }

    private static boolean endsWith(List<CanonicalMessage> known, List<CanonicalMessage> sent) {
        int offset = known.size() - sent.size();
        if (offset < 0) {
            return false;
        }
        for (int i = 0; i < sent.size(); i++) {
            if (!known.get(offset + i).sameAs(sent.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static int commonPrefix(List<CanonicalMessage> known, List<CanonicalMessage> sent) {
        int length = Math.min(known.size(), sent.size());
        int common = 0;
        while (common < length && known.get(common).sameAs(sent.get(common))) {
            common++;
        }
        return common;
    }
}
