package io.backstory.dialect;

import io.backstory.chat.PromptSizes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from a provider's words that a prompt was too long, and by how much. Most providers have no code of their own
 * for it, only a sentence, and servers that imitate another provider's wire bring sentences of their own: so all sentences
 * are known to all dialects. Numbers are taken only from their place in a sentence, since an error may repeat the prompt.
 */
public final class LengthRefusal {
    /** What is worth saying stands at the beginning; an error that repeats the prompt can be as long as that. */
    private static final int READ_AT_MOST = 4096;

    private static final String N = "(?<prompt>\\d{1,9})";
    private static final String W = "(?<window>\\d{1,9})";

    private static final List<Pattern> SENTENCES = List.of(
            // OpenAI and Azure; vLLM, DeepSeek and others that say how the sum comes about
            sentence("maximum context length is " + W + " tokens.{0,80}?\\(" + N + " in the messages"),
            sentence("maximum context length is " + W + " tokens.{0,40}?your messages resulted in " + N + " tokens"),
            sentence("maximum context length is " + W + " tokens.{0,40}?your request has " + N + " input tokens"),
            sentence("maximum context length is " + W + " tokens"),
            sentence("input tokens exceed the configured limit of " + W + " tokens(?:.{0,40}?resulted in " + N + ")?"),
            // Anthropic, also by way of Bedrock
            sentence("prompt is too long: " + N + " tokens > " + W + " maximum"),
            sentence("input length and `max_tokens` exceed context limit: " + N + " \\+ \\d{1,9} > " + W),
            // Gemini
            sentence("input token count \\(?" + N + "\\)? exceeds the maximum number of tokens allowed \\(?" + W),
            // Mistral
            sentence("prompt contains " + N + " tokens.{0,80}?too large for model with " + W),
            // TGI
            sentence("`inputs` tokens \\+ `max_new_tokens` must be <= " + W + ".{0,20}?given: " + N + " `inputs`"),
            // llama.cpp
            sentence("request \\(" + N + " tokens\\) exceeds the available context size \\(" + W),
            // Cerebras
            sentence("current length is " + N + " while limit is " + W),
            // without numbers
            sentence("prompt is too long"),
            sentence("input is too long for requested model"),
            sentence("^too many tokens:"),
            sentence("exceeds? the available context size"),
            sentence("exceeds? (?:the|this model's) (?:model's )?(?:maximum )?context (?:window|length|limit)"),
            sentence("exceeds the maximum number of tokens allowed"),
            sentence("`inputs` tokens \\+ `max_new_tokens` must be"));

    private LengthRefusal() {}

    private static Pattern sentence(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** The sizes, as far as the text tells them; empty when it is about something else. */
    public static Optional<PromptSizes> read(String text) {
        String start = text.length() > READ_AT_MOST ? text.substring(0, READ_AT_MOST) : text;
        for (Pattern sentence : SENTENCES) {
            Matcher found = sentence.matcher(start);
            if (found.find()) {
                return Optional.of(new PromptSizes(number(found, "prompt"), number(found, "window")));
            }
        }
        return Optional.empty();
    }

    private static @Nullable Integer number(Matcher found, String group) {
        boolean has = found.pattern().pattern().contains("(?<" + group + ">");
        String digits = has ? found.group(group) : null;
        return digits == null ? null : Integer.valueOf(digits);
    }
}
