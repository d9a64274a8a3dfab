/**
 * Which target answers a request.
 *
 * <p>{@link io.backstory.routing.ModelRouter} knows the routes of one configuration and never changes;
 * {@link io.backstory.routing.Route} is the model name a client asks for, with its {@link io.backstory.routing.Target}s
 * in order. The next target is asked only while nothing of a reply has been delivered. Routing knows no session and no
 * wire format.
 */
@NullMarked
package io.backstory.routing;

import org.jspecify.annotations.NullMarked;
