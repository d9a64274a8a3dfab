package io.backstory.metrics;

import io.backstory.chat.Origin;
import io.backstory.config.GatewayConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.LongSupplier;

/**
 * Counts what happens; one method for each thing that can. Names that come from a client or a provider may be passed as
 * they are: what the configuration does not know is counted as {@code _other}. Safe for use by any thread.
 */
public final class GatewayMetrics implements AutoCloseable {
    /** Content type of {@link #scrape}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = Registry.create();
    private final Meters meters = new Meters(registry);
    private final ProcessMeters process = new ProcessMeters();
    private final ClientMeters clients = new ClientMeters(meters);
    private final UpstreamMeters upstreams = new UpstreamMeters(meters);
    private final TokenMeters tokens = new TokenMeters(meters);
    private final SessionMeters sessions = new SessionMeters(meters);
    private final TurnMeters turns = new TurnMeters(meters);

    private volatile Names names;

    public GatewayMetrics(GatewayConfig config) {
        names = new Names(config);
        process.bindTo(registry, meters);
        createAtZero(config);
    }

    /** Takes over the names of a new configuration; meters of routes, targets and tenants that are gone disappear. */
    public void configured(GatewayConfig config) {
        names = new Names(config);
        meters.keepOnly(names);
        createAtZero(config);
    }

    /** A counter that first appears above zero hides its first failures from {@code increase()}. */
    private void createAtZero(GatewayConfig config) {
        clients.createAtZero(names);
        upstreams.createAtZero(names);
        tokens.createAtZero(names);
        sessions.createAtZero(names, config.sessions().store());
        turns.createAtZero();
    }

    public void requestStarted(Door door) {
        clients.started(door);
    }

    /** Follows exactly one {@link #requestStarted} of the same door. */
    public void requestFinished(RequestRecord request) {
        clients.finished(request, names);
    }

    public void phaseFinished(Phase phase, long nanos) {
        clients.phase(phase, nanos);
    }

    /** The caller ends what it gets, however the stream ends. */
    public OpenStream streamStarted(String route) {
        return clients.openStream(route, () -> names);
    }

    public void authFailed(AuthFailure reason) {
        clients.authFailed(reason);
    }

    public void upstreamFinished(UpstreamCall call) {
        upstreams.finished(call, names);
    }

    public void fellBack(Fallback fallback) {
        upstreams.fellBack(fallback, names);
    }

    /** Counts a turn of a session that already has {@code sessionTurns}. */
    public void turnBegan(String route, int sessionTurns) {
        sessions.turnBegan(names.route(route), sessionTurns);
    }

    public void turnAnswered(TurnRecord turn) {
        tokens.answered(turn, names);
    }

    /** A repeated request was answered from the store. */
    public void replayed(ReplayKind kind) {
        turns.replayed(kind);
    }

    /** Once for each turn, however many tries its commit took. */
    public void commitEnded(CommitResult result) {
        turns.commitEnded(result);
    }

    /** A turn is stored, {@code nanos} after the provider's last byte. */
    public void turnAcknowledged(long nanos) {
        turns.acknowledged(nanos);
    }

    public void leaseLost() {
        turns.leaseLost();
    }

    /** The store held less of a session than it had acknowledged: an alarm at the first one. */
    public void historyRegressed() {
        turns.regressed();
    }

    public void historyCut(HistoryCut cut) {
        tokens.cut(cut, names);
    }

    /** A provider refused a prompt as too long; {@code recovered} when it took a shorter one at once. */
    public void lengthError(Origin provider, boolean recovered) {
        tokens.lengthError(provider, recovered, names);
    }

    public void sessionCreated(String tenant) {
        sessions.created(names.tenant(tenant));
    }

    public void sessionConflict(ConflictResolution resolution) {
        sessions.conflict(resolution);
    }

    /** A turn waited this long behind another one of its session, whatever came of it. */
    public void turnQueued(Door door, long nanos) {
        sessions.queued(door, nanos);
    }

    /** Shows the turns that are finished for nobody; asked at each scrape, and must not block. */
    public void watchOrphans(LongSupplier turns) {
        sessions.watchOrphans(turns);
    }

    public void storeOperation(StoreKind store, StoreOperation operation, StoreResult result, long nanos) {
        sessions.operation(store, operation, result, nanos);
    }

    /** A reply of the store belonged to another call: an alarm at the first one. */
    public void storeReplyMismatched() {
        sessions.replyMismatched();
    }

    public void cacheLookup(CacheResult result) {
        sessions.cacheLookup(result);
    }

    public void cacheEvicted(EvictionCause cause) {
        sessions.cacheEvicted(cause);
    }

    /** Shows the near cache's size; both are asked at each scrape and must not block. */
    public void watchCache(LongSupplier entries, LongSupplier bytes) {
        sessions.watchCache(entries, bytes);
    }

    /** Everything in Prometheus' text format. Takes too long for an event loop. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        process.close();
        registry.close();
    }
}
