package io.backstory.history;

import io.backstory.testing.FaultProxy;
import io.backstory.testing.FaultProxy.Harm;
import java.util.ArrayList;
import java.util.List;

/** What may befall a connection, by what it leads to. */
final class Network {
    private Network() {}

    static List<Trouble> troubles(String to, FaultProxy proxy) {
        return List.of(
                harm(to + " is slow", proxy, Harm.latency(200)),
                harm("connections to " + to + " are cut", proxy, Harm.cut(1_500)),
                new Trouble("connections to " + to + " are reset", 0, 0, proxy::reset, proxy::reset),
                new Trouble(to + " is silent", 200, 4_000, proxy::hold, proxy::release));
    }

    /** Also what may befall single replies. */
    static List<Trouble> ofRedis(FaultProxy proxy) {
        List<Trouble> troubles = new ArrayList<>(troubles("Redis", proxy));
        troubles.add(harm("replies of Redis are lost", proxy, Harm.replies(0.05, 0, 0, 0)));
        troubles.add(harm("replies of Redis are doubled", proxy, Harm.replies(0, 0.05, 0, 0)));
        troubles.add(harm("replies of Redis are late", proxy, Harm.replies(0, 0, 0.1, 1_200)));
        return troubles;
    }

    private static Trouble harm(String name, FaultProxy proxy, Harm harm) {
        return new Trouble(name, 500, 3_000, () -> proxy.set(harm), () -> proxy.set(Harm.NONE));
    }
}
