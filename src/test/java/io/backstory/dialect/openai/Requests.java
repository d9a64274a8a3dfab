package io.backstory.dialect.openai;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Message;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.Options;
import io.backstory.chat.Origin;
import io.backstory.chat.PromptCache;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Tool;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnRequest;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.dialect.StrictJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls and turns for tests, with everything that does not matter filled in. */
final class Requests {
    static final Origin TARGET = new Origin("openai-chat", "alpha", "gpt-4.1");
    static final Origin ELSEWHERE = new Origin("anthropic-messages", "beta", "claude");

    private Requests() {}

    /** The call a pass-through makes of what a door has read. */
    static ChatRequest passThrough(TurnRequest read) {
        List<Message> instructions = read.instructions() == null ? List.of() : read.instructions();
        List<Tool> tools = read.tools() == null ? List.of() : read.tools();
        return new ChatRequest(
                TARGET,
                instructions,
                tools,
                List.of(),
                read.input(),
                read.options(),
                100_000,
                read.stream(),
                PromptCache.NONE);
    }

    static ChatRequest call(List<Turn> history, Message... input) {
        return new ChatRequest(
                TARGET, List.of(), List.of(), history, List.of(input), Options.NONE, 100_000, false, PromptCache.NONE);
    }

    static ChatRequest withOptions(Options options, boolean stream, Tool... tools) {
        return new ChatRequest(
                TARGET, List.of(), List.of(tools), List.of(), List.of(), options, 100_000, stream, PromptCache.NONE);
    }

    static Options nativeOptions(@Nullable Integer limit, String dialect, String json, String... untranslated) {
        Map<String, Bytes> members = StrictJson.members(Bytes.utf8(json));
        NativeOptions own = new NativeOptions(dialect, members, List.of(untranslated));
        return new Options(limit, 0.5, null, List.of(), null, null, null, null, own);
    }

    static Turn turn(int seq, @Nullable Origin origin, List<Message> input, Message... output) {
        return new Turn(
                seq,
                seq,
                TurnStatus.COMPLETED,
                Instant.EPOCH,
                input,
                List.of(output),
                FinishReason.STOP,
                origin,
                Usage.NONE,
                TokenCounts.NONE,
                Cut.NONE,
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo());
    }

    /** What the provider would be sent, as text. */
    static String body(ChatRequest request) {
        return new OpenAiChatUpstream().write(request).body().utf8();
    }

    /** The elements of {@code messages}, byte for byte. */
    static List<Bytes> messages(ChatRequest request) {
        Bytes body = new OpenAiChatUpstream().write(request).body();
        Map<String, Bytes> members = StrictJson.members(body);
        return StrictJson.elements(members.getOrDefault("messages", Bytes.utf8("[]")));
    }
}
