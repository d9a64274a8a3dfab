package io.backstory.dialect;

import io.backstory.chat.Bytes;
import java.util.List;
import java.util.Map;

/**
 * One call to a provider as it goes on the wire, without its credential.
 *
 * @param path what follows the configured base URL, beginning with a slash
 * @param headers besides content type, length and authorization
 * @param ignored names of request fields this dialect has no place for
 * @param droppedReasoning opaque reasoning blocks left out because another origin made them
 */
public record WireRequest(
        String path, Map<String, String> headers, Bytes body, List<String> ignored, int droppedReasoning) {
    public WireRequest {
        headers = Map.copyOf(headers);
        ignored = List.copyOf(ignored);
    }
}
