package io.backstory.history;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Gateways over one store. Closing it ends whatever runs. */
interface Cluster extends AutoCloseable {

    /** Number of gateways, running or not. */
    int size();

    /** Where clients reach a gateway; where it last was while it is down. */
    URI doors(int gateway);

    /** What may befall it; what is listed twice comes twice as often. */
    List<Trouble> troubles();

    /** Everything the gateways wrote to their logs. */
    default String log() throws IOException {
        return "";
    }

    @Override
    void close();
}
