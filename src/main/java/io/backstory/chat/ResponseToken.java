package io.backstory.chat;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * Names one turn on every door: session key (16 bytes), seq (4, big endian) and the turn's nonce (8), as 38 characters of
 * base64url. It is found without an index and opens nothing without the tenant's key.
 *
 * @param sessionKey 16 bytes, see {@link SessionRef#key}
 */
public record ResponseToken(Bytes sessionKey, int seq, long nonce) {
    private static final int BYTES = 28;
    private static final int CHARACTERS = 38;

    public ResponseToken {
        if (sessionKey.length() != 16) {
            throw new IllegalArgumentException("a session key has 16 bytes, not " + sessionKey.length());
        }
    }

    /** Empty for anything that {@link #text} cannot have written. */
    public static Optional<ResponseToken> parse(String text) {
        if (text.length() != CHARACTERS) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            byte[] key = new byte[16];
            bytes.get(key);
            ResponseToken token = new ResponseToken(Bytes.wrap(key), bytes.getInt(), bytes.getLong());
            return token.seq > 0 && token.text().equals(text) ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    public String text() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.put(sessionKey.unsafeArray()).putInt(seq).putLong(nonce);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
