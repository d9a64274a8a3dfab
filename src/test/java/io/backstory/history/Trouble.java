package io.backstory.history;

/**
 * A harm that comes and goes; both take effect before they return.
 *
 * @param name as in the figures of a run
 * @param shortestMs how long it lasts at least, unless the run ends before
 */
record Trouble(String name, int shortestMs, int longestMs, Step begins, Step ends) {

    /** Something done to a cluster. */
    interface Step {
        void take() throws Exception;
    }
}
