package io.backstory.window;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.Cut;
import io.backstory.chat.Turn;
import java.time.Duration;
import java.util.List;

/**
 * Everything a plan depends on.
 *
 * @param log all committed turns of the session, oldest first and without gaps; the calls of each shown turn are answered
 *     by the next shown one
 * @param head instructions and tools in force
 * @param input the new messages
 * @param inForce the cut of the newest turn, {@link Cut#NONE} before the first one
 * @param calibration of the family of the model that is asked
 * @param idle since the newest turn began
 */
public record WindowRequest(
        List<Turn> log,
        HeadSize head,
        InputSize input,
        Cut inForce,
        WindowSettings settings,
        Calibration calibration,
        Duration idle) {
    public WindowRequest {
        log = List.copyOf(log);
        requireNonNull(head);
        requireNonNull(input);
        requireNonNull(inForce);
        requireNonNull(settings);
        requireNonNull(calibration);
        requireNonNull(idle);
    }

    public WindowRequest with(WindowSettings other) {
        return new WindowRequest(log, head, input, inForce, other, calibration, idle);
    }

    /** With the yardstick's counts of the new messages and the head. */
    public WindowRequest counted(InputSize countedInput, HeadSize countedHead) {
        return new WindowRequest(log, countedHead, countedInput, inForce, settings, calibration, idle);
    }
}
