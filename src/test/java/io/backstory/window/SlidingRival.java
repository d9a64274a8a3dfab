package io.backstory.window;

/**
 * A window as most programs have it: whenever the budget is exceeded the oldest messages go, just enough of them, a tool
 * result together with its call. It counts perfectly.
 */
final class SlidingRival {
    private final Trace trace;
    private final int room;
    private final int[] sizes;
    private final boolean[] pinnedToPrevious;
    private final boolean[] dialogue;

    SlidingRival(Trace trace, int budget) {
        this.trace = trace;
        this.room = budget - Trace.HEAD;
        int messages = 2 * trace.steps().size();
        sizes = new int[messages];
        pinnedToPrevious = new boolean[messages];
        dialogue = new boolean[messages];
        for (int i = 0; i < trace.steps().size(); i++) {
            Trace.Step step = trace.steps().get(i);
            sizes[2 * i] = step.input();
            sizes[2 * i + 1] = step.output();
            pinnedToPrevious[2 * i] = step.result();
            dialogue[2 * i] = !step.result();
            dialogue[2 * i + 1] = !step.call();
        }
    }

    Bill run() {
        Bill bill = new Bill();
        int first = 0;
        long history = 0;
        long said = 0;
        long forgotten = 0;
        int before = Trace.HEAD;
        for (int i = 0; i < trace.steps().size(); i++) {
            int last = 2 * i;
            history += sizes[last] + (i == 0 ? 0 : sizes[last - 1]);
            said += dialogueIn(last) + (i == 0 ? 0 : dialogueIn(last - 1));
            int start = first;
            while (history > room && first < last) {
                do {
                    history -= sizes[first];
                    forgotten += dialogueIn(first);
                    first++;
                } while (first < last && pinnedToPrevious[first]);
            }
            int prompt = (int) (Trace.HEAD + history);
            bill.add(new Bill.Sent(
                    prompt,
                    first == start ? before : Trace.HEAD,
                    trace.steps().get(i).gap(),
                    1 - (double) forgotten / said,
                    first > start));
            before = prompt;
        }
        return bill;
    }

    private int dialogueIn(int message) {
        return dialogue[message] ? sizes[message] : 0;
    }
}
