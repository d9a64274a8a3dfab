package io.backstory.config;

/** A value that is not what its setting takes. The message tells what is; it never repeats the value. */
final class Refused extends Exception {
    private final String[] explanation;

    Refused(String... explanation) {
        super(String.join(" ", explanation));
        this.explanation = explanation;
    }

    String[] explanation() {
        return explanation.clone();
    }
}
