package io.backstory.metrics;

/** Upper bounds of the histograms. A threshold of an alert has to be one of them. */
final class Buckets {
    static final double[] REQUEST = {0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256};
    static final double[] OVERHEAD = {0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 1
    };
    static final double[] PHASE = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1};
    static final double[] FIRST_TOKEN = {0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 7.5, 10, 15, 30, 60};
    static final double[] GAP = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
    static final double[] STORE = {0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1};
    static final double[] INPUT_TOKENS = {64, 256, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 1048576
    };
    static final double[] OUTPUT_TOKENS = {16, 64, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536};
    static final double[] RATIO = {0.1, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1};
    static final double[] TURNS = {1, 2, 5, 10, 20, 50, 100, 200, 500};

    private Buckets() {}
}
