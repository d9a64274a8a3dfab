package io.backstory.window;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.Measure;

/**
 * What stands before the first turn of every prompt.
 *
 * @param hash the same for the same instructions and tools, on every gateway
 * @param instructions leading system and developer messages
 * @param tools tool definitions; {@code messages} counts the tools
 */
public record HeadSize(long hash, Measure instructions, Measure tools) {
    public static final HeadSize NONE = new HeadSize(0, Measure.NONE, Measure.NONE);

    public HeadSize {
        requireNonNull(instructions);
        requireNonNull(tools);
    }

    /** No tokenizer makes more of it. */
    int atMost(Family family) {
        return framing(family) + Texts.byteBound(instructions, family) + Texts.byteBound(tools, family);
    }

    /** Tokens as estimated before anything is known of this head; counts bytes where nobody counted tokens. */
    double estimate(Family family) {
        return framing(family)
                + family.prior() * (Texts.yardOrBytes(instructions) + Texts.yardOrBytes(tools))
                + instructions.messages() * family.framing().message();
    }

    private int framing(Family family) {
        Family.Framing framing = family.framing();
        return framing.reply() + (tools.messages() == 0 ? 0 : framing.tools() + tools.messages() * framing.tool());
    }

    boolean isCounted() {
        return (instructions.isCounted() || instructions.bytes() == 0) && (tools.isCounted() || tools.bytes() == 0);
    }
}
