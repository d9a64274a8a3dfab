package io.backstory.chat;

import java.util.List;

/**
 * How large some messages are, by what can be measured without a tokenizer.
 *
 * @param blocks blocks of text
 * @param bytes of their text in UTF-8, names and arguments of calls included
 * @param yard tokens of the text by the yardstick encoding, {@link #NOT_COUNTED} where nobody counted
 * @param other tokens of documents, sounds and images within tool results, which no text holds
 * @param pictures the images
 */
public record Measure(int messages, int blocks, int bytes, int yard, int other, List<Picture> pictures) {
    public static final int NOT_COUNTED = -1;
    public static final Measure NONE = new Measure(0, 0, 0, NOT_COUNTED, 0, List.of());

    public Measure {
        pictures = List.copyOf(pictures);
    }

    public boolean isCounted() {
        return yard != NOT_COUNTED;
    }

    public Measure withYard(int tokens) {
        return new Measure(messages, blocks, bytes, tokens, other, pictures);
    }
}
