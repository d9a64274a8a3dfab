package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.dialect.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The type of an event or body, read from its first bytes where it stands there, which it does in practice. */
final class NativeType {
    private static final byte[] OPENING = "{\"type\":\"".getBytes(StandardCharsets.US_ASCII);

    private NativeType() {}

    static String of(Bytes json) {
        byte[] bytes = json.unsafeArray();
        int start = OPENING.length;
        if (bytes.length > start && Arrays.equals(bytes, 0, start, OPENING, 0, start)) {
            int end = start;
            while (end < bytes.length && (Character.isLowerCase(bytes[end]) || bytes[end] == '_')) {
                end++;
            }
            if (end < bytes.length && bytes[end] == '"') {
                return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
            }
        }
        return Wire.text(StrictJson.members(json), "type");
    }
}
