package io.backstory.turn;

import io.backstory.chat.Origin;
import io.backstory.chat.PromptSizes;
import io.backstory.routing.Route;
import io.backstory.routing.Target;
import io.backstory.window.WindowSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What providers said of their windows when they refused a prompt. Some models take less than is documented, or less for
 * this account, so the smaller number wins. Forgotten with the process: the first refusal after it teaches it again.
 */
final class LearnedWindows {
    private final Map<Origin, Integer> said = new ConcurrentHashMap<>();

    /** A window is that of the first target, which is asked first. */
    void learn(Route route, PromptSizes sizes) {
        Integer window = sizes.window();
        if (window != null && window > 0) {
            said.merge(route.first().origin(), window, Math::min);
        }
    }

    WindowSettings narrowed(Route route, WindowSettings settings) {
        WindowSettings narrow = settings;
        for (Target target : route.targets()) {
            Integer window = said.get(target.origin());
            narrow = window == null ? narrow : narrow.within(window);
        }
        return narrow;
    }
}
