package io.backstory.metrics;

/** Why history was cut. */
public enum CutReason implements Label {
    /** The budget was exceeded. */
    OVERFLOW,
    /** The provider's cache had expired anyway. */
    COLD,
    /** The provider said that the prompt is too long. */
    LENGTH_ERROR,
    /** The turn went to a model with a smaller window. */
    SWITCH
}
