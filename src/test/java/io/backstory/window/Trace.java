package io.backstory.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A made-up conversation, as token counts of its messages.
 *
 * @param steps one a request
 */
record Trace(List<Step> steps) {
    /** Tokens of system prompt and tools. */
    static final int HEAD = 1_500;

    /**
     * One request and its reply.
     *
     * @param result whether the input is a tool result and not a user's message
     * @param call whether the reply calls a tool
     * @param gap seconds since the last reply
     */
    record Step(int input, int output, boolean result, boolean call, double gap) {
        int dialogue() {
            return (result ? 0 : input) + (call ? 0 : output);
        }
    }

    /** Questions of some 60 tokens and answers of some 300. */
    static Trace chat(Random random, int requests) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            steps.add(new Step(size(random, 60, 0.9), size(random, 300, 0.7), false, false, pause(random)));
        }
        return new Trace(steps);
    }

    /** Questions of some 120 tokens, each answered after about six tool calls with results of some 2,000. */
    static Trace agent(Random random, int requests, int budget) {
        int largest = (int) (0.4 * (budget - HEAD));
        List<Step> steps = new ArrayList<>();
        while (steps.size() < requests) {
            int calls = 1 + (int) (Math.log(1 - random.nextDouble()) / Math.log(1 - 1 / 6.0));
            steps.add(new Step(size(random, 120, 0.9), size(random, 120, 0.6), false, true, pause(random)));
            for (int call = 1; call <= calls && steps.size() < requests; call++) {
                boolean last = call == calls;
                int reply = last ? size(random, 300, 0.7) : size(random, 120, 0.6);
                int result = Math.min(largest, size(random, 2_000, 0.9));
                steps.add(new Step(result, reply, true, !last, 6));
            }
        }
        return new Trace(steps);
    }

    static Trace of(String kind, Random random, int requests, int budget) {
        return kind.equals("chat") ? chat(random, requests) : agent(random, requests, budget);
    }

    /** Mean growth of the prompt from one request to the next. */
    double meanStep() {
        return steps.stream()
                .mapToInt(step -> step.input + step.output)
                .average()
                .orElseThrow();
    }

    /** Requests after which a budget is overflowing steadily. */
    int warmUp(int budget) {
        return (int) (1.3 * (budget - HEAD) / meanStep()) + 5;
    }

    private static int size(Random random, double median, double sigma) {
        return Math.max(4, (int) (median * Math.exp(sigma * random.nextGaussian())));
    }

    /** A minute or so; one time in 25 the user comes back hours later. */
    private static double pause(Random random) {
        return random.nextDouble() < 0.04
                ? 7_200 + random.nextDouble() * 78_800
                : 40 * Math.exp(1.3 * random.nextGaussian());
    }
}
