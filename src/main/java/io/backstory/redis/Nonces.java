package io.backstory.redis;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Tells calls apart: 64 random bits each. They guard against a mix-up, not against an attacker. */
final class Nonces {
    private Nonces() {}

    static List<String> of(int count) {
        return Stream.generate(() ->
                        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()))
                .limit(count)
                .toList();
    }
}
