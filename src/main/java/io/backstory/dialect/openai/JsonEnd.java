package io.backstory.dialect.openai;

/** Watches pieces of a JSON text for the end of its outermost object or array. */
final class JsonEnd {
    private int depth;
    private boolean began;
    private boolean inString;
    private boolean escaped;

    void feed(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            next(piece.charAt(i));
        }
    }

    boolean reached() {
        return began && depth == 0;
    }

    private void next(char c) {
        if (inString) {
            inString = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            began = true;
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
}
