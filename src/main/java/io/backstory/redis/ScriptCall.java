package io.backstory.redis;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;

/**
 * One run of a script.
 *
 * @param subject what the call is about, such as a session's key; the reply must repeat it
 * @param arguments text, numbers or {@code byte[]}; {@code ARGV[3]} is the first
 */
public record ScriptCall(RedisScript script, String subject, List<String> keys, List<?> arguments) {
    public ScriptCall {
        keys = List.copyOf(keys);
        arguments = List.copyOf(arguments);
    }

    Request request(String nonce) {
        Request request = Request.cmd(Command.EVALSHA).arg(script.sha1()).arg(keys.size());
        keys.forEach(request::arg);
        request.arg(nonce).arg(subject);
        for (Object argument : arguments) {
            if (argument instanceof byte[] bytes) {
                request.arg(Buffer.buffer(bytes));
            } else {
                request.arg(argument.toString());
            }
        }
        return request;
    }
}
