package io.backstory.window;

import io.backstory.chat.Picture;
import java.util.List;

/**
 * What an image costs with a tokenizer family, by its published formula. An image of unknown size costs the most the
 * formula can give.
 */
enum PictureRule {
    /** GPT-4o: fitted into 2048 by 2048 with a short side of at most 768, then 170 tokens a tile of 512 by 512. */
    TILES(85 + 170 * 8) {
        @Override
        int known(Picture picture) {
            double longSide = Math.max(picture.width(), picture.height());
            double shortSide = Math.min(picture.width(), picture.height());
            double scale = Math.min(1, 2048 / longSide);
            scale *= Math.min(1, 768 / (shortSide * scale));
            return COARSE + 170 * steps(longSide * scale, 512) * steps(shortSide * scale, 512);
        }
    },
    /** GPT-5 and 6: 1.2 tokens a patch of 32 by 32, up to 12,000 patches. */
    PATCHES(14_400) {
        @Override
        int known(Picture picture) {
            return (int) Math.ceil(1.2 * steps(picture.width(), 32) * steps(picture.height(), 32) - 1e-9);
        }
    },
    /** Claude: a token a patch of 28 by 28; larger images are shrunk first. */
    SMALL_PATCHES(4_784) {
        @Override
        int known(Picture picture) {
            return steps(picture.width(), 28) * steps(picture.height(), 28);
        }
    },
    /** Gemini: the same for every size. */
    FLAT(1_101) {
        @Override
        int known(Picture picture) {
            return 1_101;
        }
    };

    private static final int COARSE = 85;

    private final int most;

    PictureRule(int most) {
        this.most = most;
    }

    abstract int known(Picture picture);

    int tokens(Picture picture) {
        if (picture.low() && this != FLAT && this != SMALL_PATCHES) {
            return COARSE;
        }
        return picture.isKnown() ? Math.min(most, known(picture)) : most;
    }

    int tokens(List<Picture> pictures) {
        int tokens = 0;
        for (Picture picture : pictures) {
            tokens += tokens(picture);
        }
        return tokens;
    }

    private static int steps(double pixels, int size) {
        return (int) Math.ceil(pixels / size - 1e-9);
    }
}
