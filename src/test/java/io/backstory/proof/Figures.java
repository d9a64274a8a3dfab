package io.backstory.proof;

/** The figures of a proof, printed for {@code docs/reliability.md}. */
final class Figures {
    private Figures() {}

    static void print(String figures) {
        System.out.println("[proof] " + figures);
    }
}
