package io.backstory.http;

import io.backstory.chat.Attempt;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.TurnRequest;
import io.backstory.dialect.Fingerprint;
import io.vertx.core.MultiMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about being sent again: the client's {@code Idempotency-Key}, and the count official SDKs send when
 * they repeat a request by themselves.
 */
final class RepeatHeaders {
    static final String KEY = "idempotency-key";
    static final String RETRY_COUNT = "x-stainless-retry-count";
    private static final Pattern VALID = Pattern.compile("[!-~]{1,255}");
    private static final Pattern AT_LEAST_ONE = Pattern.compile("0*[1-9][0-9]*");

    private RepeatHeaders() {}

    /** The request as it can be recognised; a body that will not be looked for is not hashed. */
    static TurnRequest apply(TurnRequest request, MultiMap headers, Bytes body) {
        String key = key(request.attempt().key(), headers);
        boolean looked = key != null || request.sessionId() != null;
        return request.withAttempt(new Attempt(key, isRepeated(headers), looked ? Fingerprint.of(body) : Bytes.EMPTY));
    }

    private static @Nullable String key(@Nullable String inBody, MultiMap headers) {
        Set<String> keys = new LinkedHashSet<>(headers.getAll(KEY));
        if (inBody != null) {
            keys.add(inBody);
        }
        if (keys.size() > 1) {
            throw invalid("The request has two different idempotency keys. Send one of them.", inBody);
        }
        if (!keys.stream().allMatch(key -> VALID.matcher(key).matches())) {
            throw invalid("An idempotency key is 1 to 255 visible ASCII characters, without spaces.", inBody);
        }
        return keys.isEmpty() ? null : keys.iterator().next();
    }

    private static ChatException invalid(String why, @Nullable String inBody) {
        return new ChatException(Kind.INVALID_IDEMPOTENCY_KEY, why, inBody == null ? null : "idempotencyKey");
    }

    private static boolean isRepeated(MultiMap headers) {
        String count = headers.get(RETRY_COUNT);
        return count != null && AT_LEAST_ONE.matcher(count).matches();
    }
}
