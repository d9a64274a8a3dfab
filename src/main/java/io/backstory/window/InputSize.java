package io.backstory.window;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.Measure;
import io.backstory.chat.TurnSizes.Clearable;
import org.jspecify.annotations.Nullable;

/**
 * The new messages of a request as far as a plan has to know them.
 *
 * @param bytes of {@code measure}, by the kind of the message they are in
 * @param yard tokens of {@code measure}, likewise; null while nobody counted
 * @param attachments bytes of packed context among them
 * @param speaks whether a user says something, so that a prompt may begin here
 * @param results tool results that answer calls of the turn before
 */
public record InputSize(
        Measure measure,
        KindSums bytes,
        @Nullable KindSums yard,
        Clearable tools,
        Clearable media,
        int attachments,
        boolean speaks,
        int results) {
    public InputSize {
        requireNonNull(measure);
        requireNonNull(bytes);
        requireNonNull(tools);
        requireNonNull(media);
    }

    /** The same as measured without a tokenizer. */
    InputSize uncounted() {
        return yard == null
                ? this
                : new InputSize(
                        measure.withYard(Measure.NOT_COUNTED), bytes, null, tools, media, attachments, speaks, results);
    }

    InputSize withYard(KindSums counted) {
        return new InputSize(
                measure.withYard(counted.total()), bytes, counted, tools, media, attachments, speaks, results);
    }
}
