package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Content;
import io.backstory.chat.Fragment;
import io.backstory.chat.FragmentKey;
import io.backstory.chat.Message;
import io.backstory.chat.PromptCache;
import io.backstory.chat.Tool;
import io.backstory.chat.Turn;
import io.backstory.chat.Verbatim;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.StrictJson;
import io.backstory.dialect.WireRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one call: settings first, then history and new messages spliced from their fragments. */
final class RequestWriter {
    /** Opens a prompt whose first kept message is the model's: the provider wants the user to speak first. */
    private static final Bytes OPENING =
            Bytes.utf8("{\"role\":\"user\",\"content\":\"[the conversation begins with your message]\"}");

    private final ChatRequest request;
    private final List<String> ignored = new ArrayList<>();
    private final boolean marked;
    private int droppedReasoning;

    RequestWriter(ChatRequest request) {
        this.request = request;
        this.marked = request.cache().rule() == PromptCache.Rule.MARKERS && !CacheMarkers.areIn(request);
    }

    WireRequest write(String path, Map<String, String> headers) {
        List<Fragment> fragments = fragments();
        int size = 2048;
        for (Fragment fragment : fragments) {
            size += fragment.json().length() + 1;
            droppedReasoning += fragment.droppedReasoning();
        }
        JsonWriter json = new JsonWriter(size).object();
        json.name("model").value(request.target().model());
        writeSystem(json);
        boolean hasTools = writeTools(json);
        new OptionsWriter(request, hasTools, json, ignored).write();
        if (request.stream()) {
            json.name("stream").value(true);
        }
        if (marked) {
            json.name(CacheMarkers.NAME).raw(CacheMarkers.MARKER);
        }
        writeMessages(fragments, json);
        return new WireRequest(path, headers, json.endObject().toBytes(), ignored, droppedReasoning);
    }

    private List<Fragment> fragments() {
        List<Fragment> fragments = new ArrayList<>(request.history().size() + 1);
        request.history().forEach(turn -> fragments.add(fragment(turn)));
        fragments.add(Conversation.renderInput(request.input()));
        return fragments;
    }

    private Fragment fragment(Turn turn) {
        boolean sameOrigin = request.target().equals(turn.origin());
        FragmentKey key = new FragmentKey(Wire.DIALECT, sameOrigin, FragmentKey.Form.FULL);
        return turn.fragments().get(key, missing -> Conversation.render(turn, missing));
    }

    private void writeMessages(List<Fragment> fragments, JsonWriter json) {
        json.name("messages").array();
        if (opensWithAssistant()) {
            json.raw(OPENING);
        }
        boolean marksHistory = marked && CacheMarkers.looksTooFarBack(request.input());
        for (int i = 0; i < fragments.size(); i++) {
            Bytes messages = fragments.get(i).json();
            json.raw(marksHistory && i == fragments.size() - 2 ? CacheMarkers.behind(messages) : messages);
        }
        json.endArray();
    }

    private boolean opensWithAssistant() {
        if (request.history().isEmpty()) {
            return Conversation.opensWithAssistant(request.input(), List.of());
        }
        Turn first = request.history().get(0);
        return Conversation.opensWithAssistant(first.input(), first.output());
    }

    private void writeSystem(JsonWriter json) {
        List<Message> instructions = request.instructions();
        Bytes written = instructions.size() == 1 ? systemValue(instructions.get(0)) : null;
        if (written != null && !(marked && Wire.isString(written))) {
            json.name("system").raw(marked ? CacheMarkers.behindLast(written) : written);
            return;
        }
        JsonWriter blocks = new JsonWriter();
        List<Content> texts = new ArrayList<>();
        instructions.forEach(message -> texts.addAll(new Blocks(false, false).sendable(message)));
        texts.removeIf(content -> !(content instanceof Content.Text));
        if (texts.size() == 1 && !marked) {
            json.name("system").value(((Content.Text) texts.get(0)).text());
        } else if (!texts.isEmpty()) {
            new Blocks(false, false).write(texts, blocks.array());
            Bytes array = blocks.endArray().toBytes();
            json.name("system").raw(marked ? CacheMarkers.behindLast(array) : array);
        }
    }

    private static @Nullable Bytes systemValue(Message instruction) {
        Bytes verbatim = Wire.verbatim(instruction);
        return verbatim == null ? null : StrictJson.members(verbatim).get("content");
    }

    /** Whether any were written. */
    private boolean writeTools(JsonWriter json) {
        JsonWriter tools = new JsonWriter().array();
        int written = 0;
        for (Tool tool : request.tools()) {
            Verbatim verbatim = tool.verbatim();
            if (verbatim != null && verbatim.dialect().equals(Wire.DIALECT)) {
                tools.raw(verbatim.json());
                written++;
            } else if (tool.isFunction()) {
                writeFunction(tool, tools);
                written++;
            } else {
                ignored.add("tools." + tool.name());
            }
        }
        if (written > 0) {
            json.name("tools").raw(tools.endArray().toBytes());
        }
        return written > 0;
    }

    private static void writeFunction(Tool tool, JsonWriter json) {
        json.object().name("name").value(tool.name());
        if (tool.description() != null) {
            json.name("description").value(tool.description());
        }
        String parameters = tool.parameters();
        json.name("input_schema").raw(parameters == null ? "{\"type\":\"object\",\"properties\":{}}" : parameters);
        if (Boolean.TRUE.equals(tool.strict())) {
            json.name("strict").value(true);
        }
        json.endObject();
    }
}
