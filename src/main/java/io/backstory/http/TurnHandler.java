package io.backstory.http;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.TurnRequest;
import io.backstory.dialect.DoorDialect;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.turn.TurnCall;
import io.backstory.turn.TurnService;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** Answers turns on one door, whichever it is. */
final class TurnHandler implements Handler<RoutingContext> {
    private final DoorDialect door;
    private final TurnService turns;
    private final GatewayMetrics metrics;
    private final boolean wait;

    /** @param wait whether turns of one session wait for each other */
    TurnHandler(DoorDialect door, TurnService turns, GatewayMetrics metrics, boolean wait) {
        this.door = door;
        this.turns = turns;
        this.metrics = metrics;
        this.wait = wait;
    }

    @Override
    public void handle(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        exchange.times().bodyRead();
        TurnRequest request = read(context);
        exchange.asksFor(request.route(), request.stream());
        ReplyChannel channel = channel(context, request);
        TurnCall call = new TurnCall(
                exchange.caller().tenant(), exchange.caller()::mayUse, request, wait, channel, exchange.times());
        turns.answer(call)
                .map(answer -> {
                    exchange.answered(answer);
                    channel.done(answer);
                    return answer;
                })
                .onFailure(failure -> fail(context, channel, ChatException.from(failure)));
    }

    private TurnRequest read(RoutingContext context) {
        Buffer sent = context.body().buffer();
        Bytes body = Bytes.wrap(sent == null ? new byte[0] : sent.getBytes());
        String header = context.request().getHeader(SessionName.HEADER);
        TurnRequest request = SessionName.apply(door.read(body), header);
        return door.settle(RepeatHeaders.apply(request, context.request().headers(), body));
    }

    private ReplyChannel channel(RoutingContext context, TurnRequest request) {
        return request.stream()
                ? new SseChannel(context, door.encoder(request), metrics)
                : new JsonChannel(context, () -> door.encoder(request));
    }

    private static void fail(RoutingContext context, ReplyChannel channel, ChatException failure) {
        // First, since the end of the response is what reports the request.
        Exchange.of(context).failed(failure);
        if (!channel.failed(failure)) {
            FailureHandler.answer(context, failure);
        }
    }
}
