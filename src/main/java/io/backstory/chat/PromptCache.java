package io.backstory.chat;

import static java.util.Objects.requireNonNull;

/**
 * How a provider is helped to find the beginning of a prompt among those it has seen. None of it changes what the model
 * reads.
 *
 * @param rule what the provider understands
 * @param key the same for all prompts of one conversation, so that they reach the same cache; without meaning to anyone
 *     else. Empty where there is no conversation
 */
public record PromptCache(Rule rule, String key) {
    public static final PromptCache NONE = new PromptCache(Rule.NONE, "");

    /** Ways to help. */
    public enum Rule {
        /** The provider needs no help, or takes none. */
        NONE,
        /** A name for the conversation. */
        KEY,
        /** A name, and a mark behind the instructions, because a prompt matches nowhere but at a mark. */
        BREAKPOINT,
        /** Marks behind the instructions, the history and the prompt. */
        MARKERS
    }

    public PromptCache {
        requireNonNull(rule);
        requireNonNull(key);
    }

    public PromptCache with(Rule other) {
        return new PromptCache(other, key);
    }

    public boolean isKeyed() {
        return rule == Rule.KEY || rule == Rule.BREAKPOINT;
    }
}
