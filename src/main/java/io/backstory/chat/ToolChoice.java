package io.backstory.chat;

import static java.util.Objects.requireNonNull;

/** Whether and which tool the model has to call. */
public sealed interface ToolChoice {
    ToolChoice AUTO = new Mode("auto");
    ToolChoice NONE = new Mode("none");
    ToolChoice REQUIRED = new Mode("required");

    /** Whether a reply without a call would not be what was asked for. */
    boolean demandsCall();

    /** One of {@code auto}, {@code none}, {@code required}. */
    record Mode(String name) implements ToolChoice {
        public Mode {
            if (!name.equals("auto") && !name.equals("none") && !name.equals("required")) {
                throw new IllegalArgumentException("tool choice must be auto, none or required, not " + name);
            }
        }

        @Override
        public boolean demandsCall() {
            return name.equals("required");
        }
    }

    /** This tool and no other. */
    record Named(String tool) implements ToolChoice {
        public Named {
            requireNonNull(tool);
        }

        @Override
        public boolean demandsCall() {
            return true;
        }
    }
}
