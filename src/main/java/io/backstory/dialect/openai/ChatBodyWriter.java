package io.backstory.dialect.openai;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Fragment;
import io.backstory.chat.FragmentKey;
import io.backstory.chat.Message;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.PromptCache;
import io.backstory.chat.Tool;
import io.backstory.chat.Turn;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.StrictJson;
import io.backstory.dialect.WireRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes one call. History is spliced, so the work depends on what is new.
 *
 * <p>Usage is always asked for in a stream; whether the client sees it is the door's matter.
 */
final class ChatBodyWriter {
    /** Room for what is not history; the buffer grows when it is not enough. */
    private static final int NEW_BYTES = 4_096;

    private static final String CACHE_KEY = "prompt_cache_key";

    private final ChatRequest request;
    private final List<Fragment> history;
    private final JsonWriter json;
    private final ChatMessageWriter messages;
    private final List<String> ignored = new ArrayList<>();
    private int droppedReasoning;

    ChatBodyWriter(ChatRequest request) {
        this.request = request;
        this.history = request.history().stream().map(this::fragment).toList();
        this.json = new JsonWriter(NEW_BYTES + historyBytes());
        this.messages = new ChatMessageWriter(json);
    }

    private int historyBytes() {
        return history.stream()
                .mapToInt(fragment -> fragment.json().length() + 1)
                .sum();
    }

    WireRequest write() {
        json.object().name("model").value(request.target().model());
        ignored.addAll(ChatOptionsWriter.write(json, request));
        cacheKey();
        messages();
        tools();
        stream();
        Bytes body = json.endObject().toBytes();
        return new WireRequest(
                "/chat/completions", Map.of(), body, ignored, droppedReasoning + messages.droppedReasoning());
    }

    private void cacheKey() {
        NativeOptions own = request.options().nativeOptions();
        boolean byClient =
                own.dialect().equals(ChatWire.DIALECT) && own.members().containsKey(CACHE_KEY);
        if (request.cache().isKeyed() && !byClient) {
            json.name(CACHE_KEY).value(request.cache().key());
        }
    }

    private void messages() {
        json.name("messages").array();
        instructions();
        history.forEach(this::splice);
        request.input().forEach(message -> messages.write(message, true));
        json.endArray();
    }

    /** The last of them carries the breakpoint, behind everything that outlives a cut. */
    private void instructions() {
        List<Message> all = request.instructions();
        int last = all.size() - 1;
        for (int i = 0; i <= last; i++) {
            boolean marked = i == last && request.cache().rule() == PromptCache.Rule.BREAKPOINT;
            if (!(marked && messages.writeWithBreakpoint(all.get(i)))) {
                messages.write(all.get(i), true);
            }
        }
    }

    private void splice(Fragment fragment) {
        json.raw(fragment.json());
        droppedReasoning += fragment.droppedReasoning();
    }

    private Fragment fragment(Turn turn) {
        boolean sameOrigin = request.target().equals(turn.origin());
        FragmentKey key = new FragmentKey(ChatWire.DIALECT, sameOrigin, FragmentKey.Form.FULL);
        return turn.fragments().get(key, wanted -> render(turn, wanted.sameOrigin()));
    }

    /**
     * A reply goes back as it came only to where it came from, because look-alikes put members into it that others
     * refuse. Nobody's reply but the client's own words is what an imported turn holds.
     */
    private static Fragment render(Turn turn, boolean sameOrigin) {
        JsonWriter json = new JsonWriter();
        ChatMessageWriter writer = new ChatMessageWriter(json);
        turn.input().forEach(message -> writer.write(message, true));
        for (Message message : turn.output()) {
            writer.write(message, sameOrigin || turn.origin() == null);
        }
        return new Fragment(json.toBytes(), writer.droppedReasoning());
    }

    private void tools() {
        List<Bytes> written = new ArrayList<>();
        for (Tool tool : request.tools()) {
            Bytes own = ChatWire.ours(tool.verbatim());
            if (own != null) {
                written.add(own);
            } else if (tool.isFunction()) {
                written.add(function(tool));
            } else {
                ignored.add("tools." + tool.name());
            }
        }
        if (!written.isEmpty()) {
            json.name("tools").array();
            written.forEach(json::raw);
            json.endArray();
        }
    }

    private static Bytes function(Tool tool) {
        JsonWriter json = new JsonWriter().object().name("type").value("function");
        json.name("function").object().name("name").value(tool.name());
        if (tool.description() != null) {
            json.name("description").value(tool.description());
        }
        if (tool.parameters() != null) {
            json.name("parameters").raw(tool.parameters());
        }
        if (tool.strict() != null) {
            json.name("strict").value(tool.strict());
        }
        return json.endObject().endObject().toBytes();
    }

    private void stream() {
        if (!request.stream()) {
            return;
        }
        json.name("stream").value(true).name("stream_options").object();
        NativeOptions options = request.options().nativeOptions();
        Bytes own = options.members().get("stream_options");
        if (own != null
                && options.dialect().equals(ChatWire.DIALECT)
                && own.utf8().startsWith("{")) {
            StrictJson.members(own).forEach((name, value) -> {
                if (!name.equals("include_usage")) {
                    json.name(name).raw(value);
                }
            });
        }
        json.name("include_usage").value(true).endObject();
    }
}
