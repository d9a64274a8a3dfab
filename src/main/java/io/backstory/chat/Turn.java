package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The unit of storage and of rendering: what the client said and what the model answered, stored together or not at all.
 *
 * @param seq 1..n without gaps; the parent is {@code seq - 1}
 * @param nonce 64 random bits made before the turn began, part of the response id
 * @param origin who answered; null for an imported turn, which no model answered
 * @param settings instructions and tools in force from this turn on, when this turn changed them
 * @param cut the truncation point this turn was planned with
 * @param metadata the client's own pairs, never sent to a provider
 */
public record Turn(
        int seq,
        long nonce,
        TurnStatus status,
        Instant createdAt,
        List<Message> input,
        List<Message> output,
        FinishReason finish,
        @Nullable Origin origin,
        Usage usage,
        TokenCounts tokens,
        Cut cut,
        @Nullable SessionSettings settings,
        Map<String, String> metadata,
        ReplyFacts facts,
        FragmentMemo fragments) {
    public Turn {
        if (seq < 1) {
            throw new IllegalArgumentException("seq must be at least 1, not " + seq);
        }
        requireNonNull(status);
        requireNonNull(createdAt);
        input = List.copyOf(input);
        output = List.copyOf(output);
        requireNonNull(finish);
        requireNonNull(usage);
        requireNonNull(tokens);
        requireNonNull(cut);
        metadata = Map.copyOf(metadata);
        requireNonNull(facts);
        requireNonNull(fragments);
    }

    /** Calls of the output that only a later turn can answer. */
    public List<Content.ToolCall> toolCalls() {
        return output.stream().flatMap(message -> message.toolCalls().stream()).toList();
    }

    /** Whether the turn belongs into later prompts: a refused or emptied one does not. */
    public boolean inView() {
        return status != TurnStatus.PARTIAL && status != TurnStatus.ERASED && finish != FinishReason.CONTENT_FILTER;
    }

    /** Whether a user message is part of the input, so that a prompt may begin with this turn. */
    public boolean startsExchange() {
        return input.stream().anyMatch(message -> message.role() == Role.USER);
    }

    /** The same turn shown with another input; it shares the memo, so all renderings must show it the same way. */
    public Turn withInput(List<Message> shown) {
        return new Turn(
                seq, nonce, status, createdAt, shown, output, finish, origin, usage, tokens, cut, settings, metadata,
                facts, fragments);
    }

    /** The turn once content was taken out of it: with nothing left, an empty place. */
    public Turn erased(List<Message> remainingInput, List<Message> remainingOutput) {
        boolean empty = Stream.concat(remainingInput.stream(), remainingOutput.stream())
                .flatMap(message -> message.content().stream())
                .allMatch(Content.ERASED::equals);
        return new Turn(
                seq,
                nonce,
                empty ? TurnStatus.ERASED : status,
                createdAt,
                remainingInput,
                remainingOutput,
                finish,
                origin,
                usage,
                tokens,
                cut,
                settings,
                metadata,
                facts.withoutEnvelope(),
                new FragmentMemo());
    }

    /** What a prompt shows in this turn's place: nothing. */
    public Turn hidden() {
        return new Turn(
                seq,
                nonce,
                TurnStatus.ERASED,
                createdAt,
                input,
                output,
                finish,
                origin,
                usage,
                tokens,
                cut,
                settings,
                metadata,
                facts,
                fragments);
    }

    /** The same turn shown with another output; see {@link #withInput}. */
    public Turn withOutput(List<Message> shown) {
        return new Turn(
                seq, nonce, status, createdAt, input, shown, finish, origin, usage, tokens, cut, settings, metadata,
                facts, fragments);
    }

    /** The same turn shown in another form, whose renderings are kept apart. */
    public Turn withFragments(FragmentMemo memo) {
        return new Turn(
                seq, nonce, status, createdAt, input, output, finish, origin, usage, tokens, cut, settings, metadata,
                facts, memo);
    }
}
