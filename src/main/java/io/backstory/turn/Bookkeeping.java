package io.backstory.turn;

import io.backstory.chat.Measure;
import io.backstory.chat.Message;
import io.backstory.chat.Origin;
import io.backstory.chat.Usage;
import io.backstory.routing.Target;
import io.backstory.window.Booking;
import io.backstory.window.Calibration;
import io.backstory.window.Calibrations;
import io.backstory.window.ContextWindow;
import io.backstory.window.Measurer;
import io.backstory.window.TokenCounter;
import io.backstory.window.WindowRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sizes one answered turn, from what the provider reported or, where it reported nothing, from its text. */
final class Bookkeeping {
    /** One turn in this many is counted though its plan did not need it, so that estimates of all sizes are checked. */
    private static final int SAMPLED = 20;

    private final ContextWindow window;
    private final FittedTurn fitted;
    private final AskedTurn asked;
    private final Calibration calibration;
    private final List<Message> output;

    Bookkeeping(ContextWindow window, Calibrations calibrations, FittedTurn fitted, AskedTurn asked) {
        this.window = window;
        this.fitted = fitted;
        this.asked = asked;
        this.calibration = calibrations.of(RouteWindow.family(answeredBy()));
        this.output = List.of(asked.recording().message());
    }

    private Target answeredBy() {
        Origin origin = asked.head().origin();
        return fitted.route().targets().stream()
                .filter(target -> target.origin().equals(origin))
                .findFirst()
                .orElse(fitted.route().first());
    }

    /** Whether a tokenizer has to run, which only a worker may let it. */
    boolean needsCounting() {
        boolean sampled = calibration.isYoung() || fitted.seq() % SAMPLED == 0;
        boolean uncounted = fitted.fit().plan().path().isUncounted();
        return (uncounted && sampled) || asked.recording().usage() == null;
    }

    RecordedTurn uncounted() {
        return booked(
                fitted.fit().request(), Measurer.of(output), asked.recording().usage());
    }

    RecordedTurn counted() {
        TokenCounter counter = PromptFitter.counter(calibration);
        WindowRequest request = fitted.fit().request();
        WindowRequest counted = request.counted(
                counter.count(request.input(), fitted.begun().input().shown()), request.head());
        return booked(
                counted,
                counter.count(Measurer.of(output), output),
                asked.recording().usage());
    }

    private RecordedTurn booked(WindowRequest request, Measure said, @Nullable Usage reported) {
        Usage usage =
                reported != null ? reported : Usage.estimated(fitted.context().tokens(), Math.max(0, said.yard()));
        Booking booking = window.book(request, fitted.fit().plan(), new Booking.Reply(usage, said, calibration));
        return RecordedTurn.of(fitted, asked, usage, booking);
    }
}
