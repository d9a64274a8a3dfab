package io.backstory.window;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;

/**
 * What the head leaves of the budget, and the words for a request that does not fit in it.
 *
 * @param history tokens for history and new messages together
 */
record Room(HeadTokens head, InputTokens input, int budget, long history) {
    private static final int LEAST = 256;

    /**
     * Refuses a head that leaves less than 256 tokens; of a budget that is small itself, less than half.
     */
    static Room of(WindowRequest request) {
        int budget = request.settings().budget();
        Room room = new Room(
                request.head(), request.input(), budget, budget - request.head().total());
        if (room.history < Math.min(LEAST, budget / 2)) {
            throw room.headRefusal();
        }
        return room;
    }

    /** The new messages, with the {@code least} tokens of history that cannot be parted from them, are too much. */
    ChatException refusal(long least) {
        boolean mostlyAttachments = input.attachments() > input.tokens() / 2 && input.attachments() >= least;
        return refusal(least, mostlyAttachments ? "context" : "messages");
    }

    private ChatException refusal(long least, String param) {
        long needed = head.total() + least + input.tokens();
        return exceeded(
                "The prompt does not fit: it needs at least " + needed + " tokens" + figures()
                        + ", turns that cannot be left out " + least + ".",
                param);
    }

    private ChatException headRefusal() {
        boolean tools = head.tools() > head.instructions();
        return exceeded(
                "Instructions and tools leave too little of the budget: they take " + head.total() + " tokens"
                        + figures() + ".",
                tools ? "tools" : "system");
    }

    private String figures() {
        return " and the budget is " + budget + ". Instructions take " + head.instructions() + ", tools " + head.tools()
                + ", the new messages " + input.tokens() + " (attachments " + input.attachments() + ")";
    }

    private static ChatException exceeded(String message, String param) {
        return new ChatException(Kind.CONTEXT_LENGTH_EXCEEDED, message, param);
    }
}
