package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one reply is to be made. Null means that the client did not say.
 *
 * @param nativeOptions the same and all other settings as the client's wire had them; a provider of that dialect gets
 *     these instead of the typed ones
 */
public record Options(
        @Nullable Integer maxOutputTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        List<String> stop,
        @Nullable ToolChoice toolChoice,
        @Nullable Boolean parallelToolCalls,
        @Nullable ResponseFormat responseFormat,
        @Nullable String reasoningEffort,
        NativeOptions nativeOptions) {
    public static final Options NONE =
            new Options(null, null, null, List.of(), null, null, null, null, NativeOptions.NONE);

    public Options {
        stop = List.copyOf(stop);
        requireNonNull(nativeOptions);
    }

    /** The same options; a limit of the reply above {@code most} is lowered to it. */
    Options withOutputAtMost(int most) {
        return maxOutputTokens == null || maxOutputTokens <= most ? this : withMaxOutputTokens(most);
    }

    public Options withMaxOutputTokens(@Nullable Integer tokens) {
        return new Options(
                tokens,
                temperature,
                topP,
                stop,
                toolChoice,
                parallelToolCalls,
                responseFormat,
                reasoningEffort,
                nativeOptions);
    }
}
