package io.backstory.window;

/**
 * The new messages of a request as far as a plan has to know them.
 *
 * @param tokens all of them, framing included
 * @param attachments the part of {@code tokens} that is packed context
 * @param startsExchange whether a prompt may begin with them: the first one that is no instruction comes from the user
 * @param answersCalls whether they hold results for calls of the turn before
 */
public record InputTokens(int tokens, int attachments, boolean startsExchange, boolean answersCalls) {
    public InputTokens {
        if (attachments < 0 || tokens < attachments) {
            throw new IllegalArgumentException("attachments are part of the tokens: " + attachments + " of " + tokens);
        }
    }

    /** A plain user message. */
    public static InputTokens user(int tokens) {
        return new InputTokens(tokens, 0, true, false);
    }

    /** Results for the calls of the turn before. */
    public static InputTokens results(int tokens) {
        return new InputTokens(tokens, 0, false, true);
    }
}
