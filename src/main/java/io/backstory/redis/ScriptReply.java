package io.backstory.redis;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a script answered, behind the nonce and the subject. */
public final class ScriptReply {
    private static final int GUARDS = 2;
    private static final int LONG = 64 << 10;

    private final Response response;

    private ScriptReply(Response response) {
        this.response = response;
    }

    /** Whether the reply is the one to this very call. */
    static boolean answers(@Nullable Response response, String nonce, String subject) {
        return response != null
                && response.type() == ResponseType.MULTI
                && response.size() >= GUARDS
                && nonce.equals(String.valueOf(response.get(0)))
                && subject.equals(String.valueOf(response.get(1)));
    }

    static ScriptReply of(Response response) {
        return new ScriptReply(response);
    }

    public String text(int index) {
        return String.valueOf(at(index));
    }

    public long number(int index) {
        return Long.parseLong(text(index));
    }

    public int count(int index) {
        return Math.toIntExact(number(index));
    }

    public byte[] bytes(int index) {
        return at(index).toBytes();
    }

    public List<byte[]> list(int index) {
        List<byte[]> all = new ArrayList<>();
        at(index).forEach(element -> all.add(element.toBytes()));
        return all;
    }

    /** A list of what is ASCII. */
    public List<String> texts(int index) {
        List<String> all = new ArrayList<>();
        at(index).forEach(element -> all.add(element.toString()));
        return all;
    }

    /** Whether it has more than a few parts, or long ones: too much to read while an event loop waits. */
    public boolean isLong() {
        return length(response) > LONG;
    }

    private static long length(@Nullable Response part) {
        if (part == null) {
            return 0;
        }
        if (part.type() == ResponseType.MULTI) {
            return part.stream().mapToLong(ScriptReply::length).sum();
        }
        return part.type() == ResponseType.BULK ? part.toBuffer().length() : 0;
    }

    private Response at(int index) {
        return response.get(GUARDS + index);
    }
}
