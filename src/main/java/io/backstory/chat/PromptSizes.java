package io.backstory.chat;

import org.jspecify.annotations.Nullable;

/**
 * What a provider said of a prompt it found too long. Its numbers are exact: they are worth more than any estimate.
 *
 * @param prompt tokens of the prompt; null when it did not say
 * @param window tokens the model takes at most, the reply included where the provider counts it; null when it did not say
 */
public record PromptSizes(@Nullable Integer prompt, @Nullable Integer window) {
    public static final PromptSizes UNKNOWN = new PromptSizes(null, null);
}
