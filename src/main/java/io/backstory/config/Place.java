package io.backstory.config;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** A stretch of one line of the file, and the setting that stands there; line and column count from 1. */
record Place(String path, int line, int column, int width) {
    static final Place START = new Place("", 1, 1, 1);
    static final Place WHOLE_FILE = new Place("", 0, 0, 0);
    private static final int TO_THE_END = Integer.MAX_VALUE;

    static Place of(String path, Node node) {
        return of(path, node.getStartMark().orElseThrow(), node.getEndMark().orElseThrow());
    }

    static Place of(String path, Mark from, Mark to) {
        int width = to.getLine() == from.getLine() ? to.getColumn() - from.getColumn() : TO_THE_END;
        return new Place(path, from.getLine() + 1, from.getColumn() + 1, width);
    }

    Place withPath(String other) {
        return new Place(other, line, column, width);
    }
}
