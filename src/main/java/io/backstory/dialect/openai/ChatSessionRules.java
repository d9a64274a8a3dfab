package io.backstory.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.Options;
import io.backstory.chat.TurnRequest;
import io.backstory.dialect.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a session asks of a request beyond a pass-through: one reply a turn, and only what can be stored. */
final class ChatSessionRules {
    private static final int MAX_MESSAGES = 256;
    private static final Set<String> NEVER = Set.of("audio", "functions", "function_call");
    /** Stored with the turn instead of sent. */
    private static final String METADATA = "metadata";
    /** The provider's own storage is none of the session's: dropped, and reported like what cannot be translated. */
    private static final String STORE = "store";

    private ChatSessionRules() {}

    static TurnRequest apply(TurnRequest request) {
        if (request.input().size() > MAX_MESSAGES) {
            throw new ChatException(
                    Kind.TOO_MANY_ITEMS, "At most " + MAX_MESSAGES + " new messages fit into one request.", "messages");
        }
        NativeOptions own = request.options().nativeOptions();
        own.members().forEach(ChatSessionRules::check);
        Map<String, Bytes> kept = new LinkedHashMap<>(own.members());
        kept.remove(METADATA);
        kept.remove(STORE);
        List<String> lost = new ArrayList<>(own.untranslated());
        lost.remove(METADATA);
        NativeOptions forwarded = new NativeOptions(own.dialect(), kept, lost);
        return request.withOptions(withNative(request.options(), forwarded));
    }

    private static void check(String name, Bytes value) {
        JsonNode tree = StrictJson.tree(value);
        if (tree.isNull()) {
            return;
        }
        boolean manyReplies = name.equals("n") && !tree.asText().equals("1");
        boolean sound = name.equals("modalities") && tree.toString().contains("\"audio\"");
        if (NEVER.contains(name) || manyReplies || sound) {
            throw ChatFields.unsupported(name, " in a session");
        }
    }

    private static Options withNative(Options options, NativeOptions replacement) {
        return new Options(
                options.maxOutputTokens(),
                options.temperature(),
                options.topP(),
                options.stop(),
                options.toolChoice(),
                options.parallelToolCalls(),
                options.responseFormat(),
                options.reasoningEffort(),
                replacement);
    }
}
