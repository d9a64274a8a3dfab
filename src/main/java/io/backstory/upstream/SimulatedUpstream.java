package io.backstory.upstream;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.ChatRequest;
import io.backstory.config.ProviderConfig;
import io.backstory.config.ProviderConfig.Fault;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.ProviderConfig.SimulatorConfig;
import io.backstory.dialect.UpstreamDialect;
import io.backstory.dialect.WireRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A provider without a network, for demos and tests: no key is needed and nothing leaves the process. The request is
 * written by the real dialect, read as a server would, answered by {@link SimulatedModel} from what it says, and the
 * answer is decoded from bytes like any other. It keeps nothing between calls but their number, by which faults come.
 */
public final class SimulatedUpstream implements Upstream {
    private final Vertx vertx;
    private final ProviderConfig config;
    private final SimulatorConfig simulator;
    private final UpstreamDialect dialect;
    private final AtomicLong calls = new AtomicLong();

    /** The dialect must be one that writes Chat Completions. */
    public SimulatedUpstream(Vertx vertx, ProviderConfig config, UpstreamDialect dialect) {
        this.vertx = vertx;
        this.config = config;
        this.dialect = dialect;
        simulator = config.simulator() == null ? SimulatorConfig.DEFAULT : config.simulator();
    }

    @Override
    public String dialect() {
        return dialect.name();
    }

    @Override
    public Future<ReplyStream> send(ChatRequest request) {
        Optional<Fault.Mode> fault = fault(calls.incrementAndGet());
        Context context = vertx.getOrCreateContext();
        Promise<ReplyStream> reply = Promise.promise();
        context.runOnContext(v -> Future.<Void>succeededFuture()
                .compose(started -> answer(context, request, fault))
                .onComplete(reply));
        return reply.future();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    /** The first fault of the list that is due at this call. */
    private Optional<Fault.Mode> fault(long call) {
        return simulator.faults().stream()
                .filter(fault -> call % fault.every() == 0)
                .map(Fault::mode)
                .findFirst();
    }

    private Future<ReplyStream> answer(Context context, ChatRequest request, Optional<Fault.Mode> fault) {
        WireRequest wire = dialect.write(request);
        SimulatedRequest received = SimulatedRequest.parse(wire.body());
        Optional<ChatException> refusal = refusal(received, fault);
        if (refusal.isPresent()) {
            return Future.failedFuture(refusal.get());
        }
        SimulatedBody body = body(context, received, fault);
        Deadlines deadlines = new Deadlines(vertx, config.timeouts(), request.stream());
        return new DecodedReply(context, body, dialect.decoder(request.stream()), wire, deadlines).begin();
    }

    private Optional<ChatException> refusal(SimulatedRequest received, Optional<Fault.Mode> fault) {
        if (fault.equals(Optional.of(Fault.Mode.FAIL))) {
            return Optional.of(error(500, Map.of(), "The simulator fails on purpose.", "server_error"));
        } else if (fault.equals(Optional.of(Fault.Mode.RATE_LIMIT))) {
            Map<String, String> hint = Map.of("retry-after", "1");
            return Optional.of(error(429, hint, "The simulator limits the rate on purpose.", "rate_limit_exceeded"));
        }
        ModelConfig model = config.models().get(received.model());
        boolean tooLong = model != null && received.promptTokens() > model.contextWindow();
        return tooLong
                ? Optional.of(error(400, Map.of(), "The conversation is too long.", "context_length_exceeded"))
                : Optional.empty();
    }

    private ChatException error(int status, Map<String, String> headers, String message, String code) {
        Bytes body = SimulatedWire.error(message, code);
        return dialect.error(status, headers, body);
    }

    private SimulatedBody body(Context context, SimulatedRequest received, Optional<Fault.Mode> fault) {
        List<SimulatedWire.Chunk> chunks = new SimulatedWire(received, SimulatedModel.answer(received)).chunks();
        if (fault.equals(Optional.of(Fault.Mode.STALL))) {
            return body(context, List.of(), SimulatedBody.Ending.SILENCE);
        } else if (fault.equals(Optional.of(Fault.Mode.CUT))) {
            return body(context, chunks.subList(0, chunks.size() / 2), SimulatedBody.Ending.CONNECTION_LOST);
        }
        return body(context, chunks, SimulatedBody.Ending.COMPLETE);
    }

    private SimulatedBody body(Context context, List<SimulatedWire.Chunk> chunks, SimulatedBody.Ending ending) {
        return new SimulatedBody(context, chunks, ending, simulator.tokenDelay());
    }
}
