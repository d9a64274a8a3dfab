package io.backstory.routing;

import io.backstory.chat.Origin;
import io.backstory.upstream.ReplyStream;

/**
 * A reply that has begun.
 *
 * @param origin the target that answers
 * @param attempts calls made for it, the successful one included
 */
public record RoutedReply(ReplyStream stream, Origin origin, int attempts) {}
