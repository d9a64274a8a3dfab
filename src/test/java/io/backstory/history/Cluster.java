package io.backstory.history;

import java.net.URI;

/** Gateways over one store. Every call returns when it is done; closing it ends whatever runs. */
interface Cluster extends AutoCloseable {

    /** Number of gateways, running or not. */
    int size();

    /** Where clients reach a gateway; where it last was while it is down. */
    URI doors(int gateway);

    /** Ends it without a word, as {@code kill -9} does. */
    void kill(int gateway);

    /** Starts it again after {@link #kill}. */
    void restart(int gateway);

    /** Stops it in its tracks, as {@code SIGSTOP} does, until {@link #resume}. */
    void pause(int gateway);

    void resume(int gateway);

    @Override
    void close();
}
