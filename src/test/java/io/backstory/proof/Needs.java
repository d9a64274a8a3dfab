package io.backstory.proof;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** What a proof needs of the machine. Where it is missing the proof is skipped, aloud; on CI that is a failure. */
final class Needs {
    private Needs() {}

    /** @param trial has to end well, to show that the command is there and allowed */
    static void command(String name, String... trial) {
        if (works(trial)) {
            return;
        }
        String text = "NOT SHOWN: " + name + " is not installed or not allowed here, so this proof does not run.";
        Figures.print(text);
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(text);
        }
        Assumptions.abort(text);
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
