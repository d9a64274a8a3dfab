package io.backstory.chat;

import static java.util.Objects.requireNonNull;

/**
 * What the window learned from a turn and needs again when it plans later ones; none of it can be found out later without
 * counting the turn anew.
 *
 * @param family tokenizer family all token counts are of; empty when nobody measured the turn
 * @param head stands for instructions and tools in force; the same number means the same head. {@link #UNRELIABLE} where
 *     the provider's count of the prompt was not to be believed
 * @param step tokens the prompt grew by from the turn before to this one
 * @param exact whether {@code step} is a difference of two counts of the provider
 * @param tools what clearing the turn's tool results takes away
 * @param media what clearing the attachments and media of its user messages takes away
 */
public record TurnSizes(
        String family,
        long head,
        int step,
        boolean exact,
        Measure input,
        Measure output,
        Clearable tools,
        Clearable media) {
    public static final long UNRELIABLE = 0;
    public static final TurnSizes NONE =
            new TurnSizes("", 0, 0, false, Measure.NONE, Measure.NONE, Clearable.NONE, Clearable.NONE);

    public TurnSizes {
        requireNonNull(family);
        requireNonNull(input);
        requireNonNull(output);
        requireNonNull(tools);
        requireNonNull(media);
    }

    /** Whether anybody measured the turn; one stored by an older gateway was not. */
    public boolean isMeasured() {
        return !family.isEmpty();
    }

    /**
     * Content that may be replaced by placeholders.
     *
     * @param bytes of text
     * @param parts placeholders that come instead
     * @param other tokens of what is no text; images of user messages are not among them
     */
    public record Clearable(int bytes, int parts, int other) {
        public static final Clearable NONE = new Clearable(0, 0, 0);

        public Clearable plus(Clearable more) {
            return new Clearable(bytes + more.bytes, parts + more.parts, other + more.other);
        }
    }
}
