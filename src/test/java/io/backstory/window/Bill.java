package io.backstory.window;

import java.util.ArrayList;
import java.util.List;

/** What the requests of a session cost: a prompt each, and how many of its first tokens repeat the one before. */
final class Bill {
    private static final int LEAST_CACHED = 1_024;

    private final List<Sent> requests = new ArrayList<>();

    /**
     * One request.
     *
     * @param repeated first tokens that are the same as those of the prompt before
     * @param gap seconds since the request before
     * @param dialogue share of all words of user and model so far that the prompt still holds
     */
    record Sent(int prompt, int repeated, double gap, double dialogue, boolean cut) {}

    /**
     * How a provider charges. Prices are in units of an uncached token.
     *
     * @param expiry seconds a prefix lives
     * @param step cached tokens are a multiple of this
     */
    record Prices(double write, double read, double expiry, int step) {
        static final Prices STEADY = new Prices(1, 0.1, Double.POSITIVE_INFINITY, 1);
        static final Prices AUTOMATIC = new Prices(1, 0.1, Double.POSITIVE_INFINITY, 128);
        static final Prices HALF_HOUR = new Prices(1.25, 0.1, 1_800, 1);
        static final Prices FIVE_MINUTES = new Prices(1.25, 0.1, 300, 1);

        int hit(Sent sent) {
            int warm = sent.gap > expiry ? Trace.HEAD : sent.repeated;
            return warm < LEAST_CACHED ? 0 : warm / step * step;
        }

        double cost(Sent sent) {
            return (sent.prompt - hit(sent)) * write + hit(sent) * read;
        }

        /** With a breakpoint after the head only. */
        double headOnly(Sent sent) {
            return sent.prompt - (1 - read) * Trace.HEAD;
        }
    }

    void add(Sent sent) {
        requests.add(sent);
    }

    List<Sent> requests() {
        return requests;
    }

    Bill from(int request) {
        Bill later = new Bill();
        later.requests.addAll(requests.subList(request, requests.size()));
        return later;
    }

    static Bill of(List<Bill> bills) {
        Bill all = new Bill();
        bills.forEach(bill -> all.requests.addAll(bill.requests));
        return all;
    }

    /** What comes after the first cut. */
    Bill afterOverflow() {
        int first = 0;
        while (first < requests.size() && !requests.get(first).cut) {
            first++;
        }
        return from(first);
    }

    double context() {
        return mean(
                requests.stream().mapToDouble(sent -> sent.prompt - Trace.HEAD).toArray());
    }

    double cost(Prices prices) {
        return mean(requests.stream().mapToDouble(prices::cost).toArray());
    }

    /** The cheaper of a breakpoint at the end of every prompt and one after the head. */
    double bestCost(Prices prices) {
        return Math.min(
                cost(prices),
                mean(requests.stream().mapToDouble(prices::headOnly).toArray()));
    }

    double hitRatio(Prices prices) {
        double hits = requests.stream().mapToDouble(prices::hit).sum();
        return hits / requests.stream().mapToDouble(Sent::prompt).sum();
    }

    double cuts() {
        return mean(requests.stream().mapToDouble(sent -> sent.cut ? 1 : 0).toArray());
    }

    double dialogueKept() {
        return mean(requests.stream().mapToDouble(Sent::dialogue).toArray());
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
