package io.backstory.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.backstory.chat.Turn;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A turn as an element of the list of its session:
 * {@code 1|h|gen|seq|parent|turnId|idem|status|at|tin|tout|keyId|iv|body}. What is before the body is ASCII without the
 * bar, so that a script can look at it.
 *
 * <p>The element repeats where it belongs; one that stands elsewhere is refused.
 */
final class RedisTurn {
    private static final String FORMAT = "1";
    private static final int FIELDS = 13;

    private RedisTurn() {}

    /** @param idempotency of the request that the turn answers; null for turns that come along with it */
    static byte[] encode(String hash, long generation, Turn turn, @Nullable Idempotency idempotency) {
        String head = String.join(
                "|",
                FORMAT,
                hash,
                RedisKeys.hex(generation),
                Integer.toString(turn.seq()),
                Integer.toString(turn.seq() - 1),
                RedisKeys.hex(turn.nonce()),
                idempotency == null ? "" : RedisKeys.base64(idempotency.key()),
                turn.status().name().toLowerCase(Locale.ROOT),
                Long.toString(turn.createdAt().toEpochMilli()),
                Long.toString(turn.usage().inputTotal()),
                Long.toString(turn.usage().outputTotal()),
                "",
                "",
                "");
        byte[] body = TurnCodec.encode(turn);
        byte[] element = Arrays.copyOf(head.getBytes(US_ASCII), head.length() + body.length);
        System.arraycopy(body, 0, element, head.length(), body.length);
        return element;
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws io.backstory.chat.ChatException {@code STORE_UNAVAILABLE} when it is damaged or belongs elsewhere
     */
    static Turn decode(byte[] element, String hash, long generation, int seq) {
        int body = bodyOf(element);
        List<String> head = List.of(new String(element, 0, body, US_ASCII).split("\\|", -1));
        boolean here = head.get(0).equals(FORMAT)
                && head.get(1).equals(hash)
                && head.get(2).equals(RedisKeys.hex(generation))
                && head.get(3).equals(Integer.toString(seq));
        if (!here) {
            throw Unavailable.because("A stored turn stands where it does not belong.");
        }
        Turn turn = TurnCodec.turn(Arrays.copyOfRange(element, body, element.length));
        if (turn.seq() != seq) {
            throw Unavailable.because("A stored turn contradicts itself.");
        }
        return turn;
    }

    private static int bodyOf(byte[] element) {
        int fields = 0;
        for (int i = 0; i < element.length; i++) {
            if (element[i] == '|' && ++fields == FIELDS) {
                return i + 1;
            }
        }
        throw Unavailable.because("A stored turn cannot be read.");
    }
}
