package io.backstory.turn;

import io.backstory.chat.ChatException;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.Session;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Tool;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnRequest;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.routing.ModelRouter;
import io.backstory.routing.Route;
import io.backstory.store.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A turn whose session is leased and read.
 *
 * @param view what of the log a prompt may show
 * @param left lease on the line the session's name moves away from; null when it stays
 * @param settings of the session once this turn is committed
 */
record BegunTurn(
        Opening opening,
        Lease lease,
        @Nullable Lease left,
        Session session,
        List<Turn> view,
        SessionSettings settings,
        NewInput input,
        Route route) {

    static BegunTurn of(Opening opening, Opened opened, ModelRouter router) {
        TurnRequest request = opening.call().request();
        Lease lease = opened.begun().lease();
        Session session = opened.begun().session();
        List<Turn> view = View.of(session.turns());
        NewInput input = NewInput.of(request, view);
        SessionSettings settings = changed(session.settings(), request);
        Route route = route(opening.call(), session.settings().route(), router);
        return new BegunTurn(
                opening, lease, opened.left(), session, view, settings.withRoute(route.name()), input, route);
    }

    /** The settings this turn writes into the log, or null when it changes none. */
    @Nullable
    SessionSettings settingsChange() {
        return settings.equals(session.settings()) ? null : settings;
    }

    /** Id of the branch the turn is on, null when the session's name stands for itself. */
    @Nullable
    String branch() {
        return lease.session().equals(opening.session())
                ? null
                : lease.session().id();
    }

    TurnRequest request() {
        return opening.call().request();
    }

    /** The history the client brought along, as a turn no model answered. */
    Turn imported(TokenCounts tokens, Instant now) {
        return new Turn(
                lease.version() + 1,
                Opening.randomNonce(),
                TurnStatus.COMPLETED,
                now,
                input.imported(),
                List.of(),
                FinishReason.STOP,
                null,
                Usage.NONE,
                tokens,
                session.cut(),
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo());
    }

    static Route route(TurnCall call, @Nullable String remembered, ModelRouter router) {
        String asked = call.request().route();
        String name = asked != null ? asked : remembered != null ? remembered : defaultRoute(call, router);
        if (!call.mayUse().test(name)) {
            throw new ChatException(Kind.MODEL_NOT_FOUND, "There is no model " + name + " here.", "model");
        }
        return router.route(name);
    }

    /** The first route of the configuration that the caller may use. */
    private static String defaultRoute(TurnCall call, ModelRouter router) {
        return router.names().stream().filter(call.mayUse()).findFirst().orElse("default");
    }

    private static SessionSettings changed(SessionSettings settings, TurnRequest request) {
        List<Message> instructions = request.instructions();
        List<Tool> tools = request.tools();
        SessionSettings next = instructions == null ? settings : settings.withInstructions(instructions);
        return tools == null ? next : next.withTools(tools);
    }
}
