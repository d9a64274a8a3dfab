package io.backstory.window;

import io.backstory.chat.ChatException;
import io.backstory.chat.ContextReport;
import io.backstory.chat.Cut;
import io.backstory.chat.Kind;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Turn;
import io.backstory.window.Plan.Path;
import io.backstory.window.Plan.Reason;
import java.util.List;
import java.util.Optional;

/**
 * Decides which turns a prompt has, and in which form. A pure function of its arguments, apart from what the calibration
 * has learned: it writes nothing, and takes time that does not depend on the length of the history.
 *
 * <p>Instructions, tools and the new messages are always sent, turns in between as the budget allows. The stored cut
 * stays in force as long as everything after it fits, so that each prompt repeats the one before byte for byte; on
 * overflow one cut is made, far enough that it can stay for a while.
 */
public final class ContextWindow {

    /**
     * Plans one request without any tokenizer; empty when the new messages have to be counted first. May run on an event
     * loop.
     */
    public Optional<Plan> planUncounted(WindowRequest request) {
        Extent certain = Extent.certain(request);
        requireCalls(request, certain);
        return uncounted(request, certain, Path.BYTE_BOUND)
                .or(() -> uncounted(request, new Extent(request), Path.BYTE_ESTIMATE));
    }

    private static Optional<Plan> uncounted(WindowRequest request, Extent extent, Path path) {
        Budget budget = Budget.of(request, extent);
        boolean fits = budget.isRoomy() && budget.fits(request.inForce()) && !isCold(request, budget);
        return fits ? Optional.of(planned(request, extent, request.inForce(), path, Reason.NONE)) : Optional.empty();
    }

    /**
     * Plans one request whose new messages and head are counted.
     *
     * @throws ChatException {@link Kind#CONTEXT_LENGTH_EXCEEDED} when what must be sent does not fit, with param
     *     {@code system}, {@code tools}, {@code context} or {@code messages} for what is too big;
     *     {@link Kind#TOOL_CALL_NOT_FOUND} when the input answers calls that no shown turn made
     */
    public Plan plan(WindowRequest request) {
        Extent extent = new Extent(request);
        requireCalls(request, extent);
        Budget budget = Budget.of(request, extent);
        if (!budget.isRoomy()) {
            throw budget.headRefusal();
        }
        if (budget.fits(request.inForce()) && !isCold(request, budget)) {
            return planned(request, extent, request.inForce(), Path.ESTIMATE, Reason.NONE);
        }
        Budget supposed = Budget.of(request, Extent.trusting(request));
        return cut(request, supposed, budget)
                .or(() -> cut(request, budget, budget))
                .or(() -> supposed(request, supposed))
                .orElseThrow(() -> refusal(request, supposed));
    }

    /**
     * A plan whose cut goes down to where one budget says the mark is, and that fits another. They differ only while the
     * estimates are not to be trusted yet; then the bound of a large message is no measure of how deep to cut.
     */
    private static Optional<Plan> cut(WindowRequest request, Budget marked, Budget bound) {
        if (!request.settings().strategy().cuts()) {
            return Optional.empty();
        }
        Cut cut = new CutSearch(request, marked.extent(), marked.room()).find();
        if (!bound.fits(cut)) {
            return Optional.empty();
        }
        boolean moved = cut.epoch() > request.inForce().epoch();
        boolean early = bound.fits(request.inForce());
        Reason reason = !moved ? Reason.NONE : early ? Reason.COLD : Reason.OVERFLOW;
        return Optional.of(planned(request, bound.extent(), cut, moved ? Path.CUT : Path.ESTIMATE, reason));
    }

    /** What probably fits is sent rather than refused. */
    private static Optional<Plan> supposed(WindowRequest request, Budget supposed) {
        return supposed.fits(request.inForce())
                ? Optional.of(planned(request, supposed.extent(), request.inForce(), Path.ESTIMATE, Reason.NONE))
                : cut(request, supposed, supposed);
    }

    private static ChatException refusal(WindowRequest request, Budget budget) {
        Cut least = request.settings().strategy().cuts()
                ? new CutSearch(request, budget.extent(), budget.room()).find()
                : request.inForce();
        return budget.refusal(budget.extent().history(least) - budget.extent().added());
    }

    /** Books an answered turn, which teaches its calibration, and tells what to store with it. */
    public Booking book(WindowRequest request, Plan plan, Booking.Reply reply) {
        return Booking.of(request, plan, reply);
    }

    /** What to store with messages that no model answered. */
    public TokenCounts bookUnanswered(InputSize input, Calibration calibration) {
        return Booking.unanswered(input, calibration);
    }

    private static void requireCalls(WindowRequest request, Extent extent) {
        if (request.input().results() > 0
                && extent.ledger().lastShown() < request.inForce().from()) {
            throw new ChatException(
                    Kind.TOOL_CALL_NOT_FOUND,
                    "The tool results answer calls that are not part of the conversation.",
                    "messages");
        }
    }

    /**
     * Whether the provider has forgotten the prompt by now and the next cut is near: then it costs nothing to make it
     * early, apart from what is forgotten with it.
     */
    private static boolean isCold(WindowRequest request, Budget budget) {
        Family.CacheRule cache = request.calibration().family().cache();
        WindowSettings settings = request.settings();
        double worth = settings.cutting().worth();
        if (cache.lifetime() == null
                || settings.strategy() != WindowSettings.Strategy.CACHE_STABLE
                || request.idle().compareTo(cache.lifetime()) <= 0
                || worth <= cache.read()) {
            return false;
        }
        double share = CutSearch.lowWater(request, budget.extent(), budget.room());
        double history = budget.extent().history(request.inForce());
        double stepsLeft = (budget.room() - history) / budget.extent().rhythm().mean();
        return history > share * budget.room()
                && stepsLeft < (cache.write() / (1 - share) - worth) / (worth - cache.read());
    }

    private static Plan planned(WindowRequest request, Extent extent, Cut cut, Path path, Reason reason) {
        Shown shown = shown(extent.ledger(), cut);
        return new Plan(shown, cut, report(request, extent, cut), path, reason, extent.most(cut));
    }

    /** What a cut leaves of a log. */
    static Shown shown(Ledger ledger, Cut cut) {
        int first = ledger.shownFrom(cut.from());
        return new Shown(ledger.turns(first), asker(ledger, first), cut);
    }

    /** The turn with the user message the first shown one belongs to; that one itself where there is none. */
    private static Optional<Turn> asker(Ledger ledger, int first) {
        if (first >= ledger.next()) {
            return Optional.empty();
        }
        int exchange = ledger.upTo(first).exchange();
        return Optional.of(ledger.turn(exchange == 0 ? first : exchange));
    }

    private static ContextReport report(WindowRequest request, Extent extent, Cut cut) {
        Ledger ledger = extent.ledger();
        int first = ledger.shownFrom(cut.from());
        Entry end = ledger.last();
        Entry before = ledger.upTo(first - 1);
        int hidden = end.counts().hidden() - before.counts().hidden();
        int turns = ledger.next() - first - hidden;
        return new ContextReport(
                extent.expected(cut),
                false,
                request.settings().budget(),
                turns + 1,
                first,
                before.seq() == 0 ? 0 : before.seq(),
                dropped(ledger, first),
                cleared(ledger, first, cut),
                cut.epoch(),
                Texts.clamp(extent.stored(cut)),
                cut.epoch() > request.inForce().epoch(),
                0,
                hidden == 0 ? List.of() : hiddenFrom(ledger, first),
                List.of());
    }

    private static int dropped(Ledger ledger, int first) {
        Entry before = ledger.upTo(first - 1);
        return Texts.clamp(before.edge() + before.output());
    }

    /** Turns after the first one that are shown with placeholders. */
    private static int cleared(Ledger ledger, int first, Cut cut) {
        int from = Math.min(first, ledger.next() - 1);
        Entry start = ledger.upTo(from);
        int tools =
                ledger.upTo(Math.min(cut.tools(), ledger.next()) - 1).counts().tools();
        int media =
                ledger.upTo(Math.min(cut.media(), ledger.next()) - 1).counts().media();
        return Math.max(0, tools - start.counts().tools())
                + Math.max(0, media - start.counts().media());
    }

    private static List<Integer> hiddenFrom(Ledger ledger, int first) {
        return ledger.turns(first).stream()
                .filter(turn -> !turn.inView())
                .map(Turn::seq)
                .toList();
    }
}
