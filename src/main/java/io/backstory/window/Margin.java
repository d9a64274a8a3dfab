package io.backstory.window;

import java.util.Arrays;

/**
 * How far estimates may be off: split conformal prediction over the last 2,000 ratios of truth to estimate.
 *
 * <p>If those and the next one are exchangeable, the next one exceeds {@link #factor} with a chance of at most alpha,
 * whatever their distribution. Alpha itself follows the misses (adaptive conformal inference, Gibbs and Candes 2021), so
 * that the long-run rate holds when they are not exchangeable too. Thread-safe.
 */
final class Margin {
    /** Where a prompt that is too long is refused with an error that says so, and a shorter one can be sent. */
    static final double RECOVERABLE = 1e-2;
    /** Where nobody says so, or nobody reports usage. */
    static final double SILENT = 1e-3;

    private static final int MOST = 2_000;
    private static final double LOOSEST = 0.1;

    private final double[] inOrder = new double[MOST];
    private final double[] sorted = new double[MOST];
    private double target;
    private double alpha;
    private int size;
    private int oldest;

    Margin(double target) {
        this.target = target;
        this.alpha = target;
    }

    synchronized void add(double ratio) {
        if (size == MOST) {
            remove(inOrder[oldest]);
            inOrder[oldest] = ratio;
            oldest = (oldest + 1) % MOST;
        } else {
            inOrder[size] = ratio;
        }
        int at = Arrays.binarySearch(sorted, 0, size, ratio);
        at = at < 0 ? -at - 1 : at;
        System.arraycopy(sorted, at, sorted, at + 1, size - at);
        sorted[at] = ratio;
        size++;
    }

    private void remove(double ratio) {
        int at = Arrays.binarySearch(sorted, 0, size, ratio);
        System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
        size--;
    }

    synchronized double factor() {
        int rank = (int) Math.ceil((size + 1) * (1 - alpha));
        return alpha <= 0 || rank > size ? Double.POSITIVE_INFINITY : sorted[Math.max(rank, 1) - 1];
    }

    synchronized void judge(boolean missed) {
        double step = target / 2;
        alpha = Math.min(LOOSEST, alpha + step * (target - (missed ? 1 : 0)));
    }

    synchronized void aimAt(double missRate) {
        target = Math.min(target, missRate);
        alpha = Math.min(alpha, missRate);
    }

    synchronized double alpha() {
        return alpha;
    }

    synchronized int size() {
        return size;
    }
}
