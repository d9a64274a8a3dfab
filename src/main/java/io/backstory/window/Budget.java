package io.backstory.window;

import io.backstory.chat.ChatException;
import io.backstory.chat.Cut;
import io.backstory.chat.Kind;
import io.backstory.chat.Measure;
import java.util.function.Function;

/**
 * What the head leaves of the budget, and the words for a request that does not fit in it.
 *
 * @param tokens of the whole prompt
 * @param room for history and new messages
 */
record Budget(WindowRequest request, Extent extent, int tokens, double room) {
    private static final int LEAST = 256;

    static Budget of(WindowRequest request, Extent extent) {
        int tokens = request.settings().budget();
        return new Budget(request, extent, tokens, tokens - extent.head());
    }

    /** Whether the head leaves 256 tokens; of a budget that is small itself, half. */
    boolean isRoomy() {
        return room >= Math.min(LEAST, tokens / 2);
    }

    boolean fits(Cut cut) {
        return extent.most(cut) <= tokens;
    }

    ChatException headRefusal() {
        return exceeded(
                "Instructions and tools leave too little of the budget: they take " + rounded(extent.head()) + " tokens"
                        + figures() + ".",
                headTokens(HeadSize::tools) > headTokens(HeadSize::instructions) ? "tools" : "system");
    }

    /** The new messages, with the {@code least} tokens of history that cannot be parted from them, are too much. */
    ChatException refusal(double least) {
        InputSize input = request.input();
        boolean mostlyAttachments = input.attachments() > input.measure().bytes() / 2;
        long needed = rounded(Math.max(0, extent.head())) + rounded(least) + rounded(extent.added());
        return exceeded(
                "The prompt does not fit: it needs at least " + needed + " tokens" + figures()
                        + ", turns that cannot be left out " + rounded(least) + ".",
                mostlyAttachments && extent.added() >= least ? "context" : "messages");
    }

    private String figures() {
        InputSize input = request.input();
        long attachments = input.measure().bytes() == 0
                ? 0
                : rounded(extent.added() * input.attachments() / input.measure().bytes());
        return " and the budget is " + tokens + ". Instructions take " + headTokens(HeadSize::instructions) + ", tools "
                + headTokens(HeadSize::tools) + ", the new messages " + rounded(extent.added()) + " (attachments "
                + attachments + ")";
    }

    private long headTokens(Function<HeadSize, Measure> part) {
        return rounded(Texts.yardOrBytes(part.apply(request.head()))
                * request.calibration().family().prior());
    }

    private static long rounded(double tokens) {
        return Math.round(tokens);
    }

    private static ChatException exceeded(String message, String param) {
        return new ChatException(Kind.CONTEXT_LENGTH_EXCEEDED, message, param);
    }
}
