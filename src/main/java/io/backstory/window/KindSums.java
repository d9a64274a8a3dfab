package io.backstory.window;

/** One number for each {@link TextKind}. */
record KindSums(int text, int dense, int latin, int nonLatin) {
    static final KindSums NONE = new KindSums(0, 0, 0, 0);

    static KindSums of(TextKind kind, int number) {
        return NONE.plus(kind, number);
    }

    int get(TextKind kind) {
        return switch (kind) {
            case TEXT -> text;
            case DENSE -> dense;
            case LATIN -> latin;
            case NON_LATIN -> nonLatin;
        };
    }

    KindSums plus(TextKind kind, int number) {
        return switch (kind) {
            case TEXT -> new KindSums(text + number, dense, latin, nonLatin);
            case DENSE -> new KindSums(text, dense + number, latin, nonLatin);
            case LATIN -> new KindSums(text, dense, latin + number, nonLatin);
            case NON_LATIN -> new KindSums(text, dense, latin, nonLatin + number);
        };
    }

    int total() {
        return text + dense + latin + nonLatin;
    }
}
