package io.backstory.window;

/**
 * How fast a prompt grows: the mean of the steps and of their squares, recent ones weighing more.
 *
 * @param steps seen so far
 */
record Rhythm(int steps, double mean, double square) {
    static final Rhythm NONE = new Rhythm(0, 0, 0);

    private static final double LEAST_WEIGHT = 0.05;
    private static final int ENOUGH = 8;
    private static final double USUAL = 0.7;

    Rhythm after(int step) {
        double weight = Math.max(1.0 / (steps + 1), LEAST_WEIGHT);
        return new Rhythm(steps + 1, mean + weight * (step - mean), square + weight * ((double) step * step - square));
    }

    /** Squared coefficient of variation. */
    double variation() {
        return mean <= 0 ? 0 : Math.max(0, square / (mean * mean) - 1);
    }

    /**
     * The low-water mark at which the price of cutting and the worth of what is kept balance: as in an inventory, a cut
     * is the cost of an order and carried context the stock, so the depth of a cut grows with the square root of both.
     *
     * @param room tokens for history
     * @param worth of one kept token for one request, in units of an uncached token's price
     * @return a share of {@code room}
     */
    double lowWater(double room, double worth, Family.CacheRule cache) {
        if (steps < ENOUGH) {
            return USUAL;
        }
        if (worth <= cache.read()) {
            return 0.5;
        }
        double overshoot = mean * (1 + variation()) / 2;
        double depth =
                Math.sqrt(2 * cache.write() * mean * (room + overshoot) / (worth - cache.read())) - 2 * overshoot;
        return Math.min(0.9, Math.max(0.5, 1 - depth / room));
    }
}
