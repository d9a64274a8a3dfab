package io.backstory.http;

import io.backstory.access.Caller;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.thin.ModelsJson;
import io.backstory.dialect.thin.ModelsJson.Model;
import io.backstory.turn.TurnService;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Lists the routes a caller may use, in the shape of the client that asks. */
final class ModelsHandler {
    private final TurnService turns;

    ModelsHandler(TurnService turns) {
        this.turns = turns;
    }

    void list(RoutingContext context) {
        List<Model> models = models(Exchange.of(context).caller());
        respond(context, isAnthropic(context) ? ModelsJson.anthropicList(models) : ModelsJson.openAiList(models));
    }

    void get(RoutingContext context) {
        String name = context.pathParam("name");
        Model model = models(Exchange.of(context).caller()).stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new ChatException(Kind.MODEL_NOT_FOUND, "There is no model " + name + " here.", "model"));
        respond(context, isAnthropic(context) ? ModelsJson.anthropic(model) : ModelsJson.openAi(model));
    }

    private List<Model> models(Caller caller) {
        return turns.models(caller::mayUse).stream()
                .map(model -> new Model(model.name(), model.maxInputTokens(), model.maxOutputTokens()))
                .toList();
    }

    private static boolean isAnthropic(RoutingContext context) {
        return context.request().getHeader("anthropic-version") != null;
    }

    private static void respond(RoutingContext context, Bytes body) {
        context.response().putHeader("content-type", "application/json").end(Buffer.buffer(body.unsafeArray()));
    }
}
