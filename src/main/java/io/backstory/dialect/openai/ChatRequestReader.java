package io.backstory.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.backstory.chat.Attempt;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Tool;
import io.backstory.chat.TurnRequest;
import io.backstory.chat.Verbatim;
import io.backstory.dialect.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request body. Each message and tool keeps its own bytes beside its meaning; every other member is kept too, for
 * a provider that speaks the same wire.
 */
final class ChatRequestReader {
    /** Members that would send the request elsewhere or under another's name; compared without case, dash, underscore. */
    private static final Set<String> SECRETS = Set.of(
            "apikey",
            "apibase",
            "apiurl",
            "baseurl",
            "endpoint",
            "authorization",
            "headers",
            "extraheaders",
            "defaultheaders",
            "extrabody",
            "extraquery",
            "awsaccesskeyid",
            "awssecretaccesskey",
            "awssessiontoken",
            "azureadtoken",
            "vertexcredentials");

    private final Map<String, Bytes> members;

    private ChatRequestReader(Map<String, Bytes> members) {
        this.members = members;
    }

    static TurnRequest read(Bytes body) {
        Map<String, Bytes> members = StrictJson.members(body);
        members.keySet().forEach(ChatRequestReader::refuseSecret);
        return new ChatRequestReader(members).request();
    }

    private static void refuseSecret(String name) {
        if (SECRETS.contains(name.toLowerCase(Locale.ROOT).replaceAll("[-_]", ""))) {
            throw ChatFields.unsupported(name, ": providers and their keys are the gateway's configuration");
        }
    }

    private TurnRequest request() {
        JsonNode stream = value("stream");
        List<Message> messages = messages();
        int leading = leadingInstructions(messages);
        Map<String, String> metadata = metadata();
        return new TurnRequest(
                sessionId(metadata.remove("session_id")),
                text("model"),
                leading == 0 ? null : messages.subList(0, leading),
                tools(),
                messages.subList(leading, messages.size()),
                ChatOptionsReader.read(members),
                isTrue(stream, "stream"),
                isTrue(streamOptions().path("include_usage"), "stream_options.include_usage"),
                TurnRequest.OpenCalls.REFUSE,
                null,
                metadata,
                Attempt.UNKNOWN,
                null);
    }

    private JsonNode value(String name) {
        Bytes json = members.get(name);
        return json == null ? MissingNode.getInstance() : StrictJson.tree(json);
    }

    private @Nullable String text(String name) {
        JsonNode value = value(name);
        if (ChatFields.isAbsent(value)) {
            return null;
        }
        if (!value.isTextual()) {
            throw ChatFields.wrong(name, "a string");
        }
        return value.textValue();
    }

    private static boolean isTrue(JsonNode value, String path) {
        if (!ChatFields.isAbsent(value) && !value.isBoolean()) {
            throw ChatFields.wrong(path, "a boolean");
        }
        return value.booleanValue();
    }

    private JsonNode streamOptions() {
        JsonNode options = value("stream_options");
        if (!ChatFields.isAbsent(options) && !options.isObject()) {
            throw ChatFields.wrong("stream_options", "an object");
        }
        return options;
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (Bytes message : elements("messages")) {
            messages.add(ChatMessageReader.read(message, "messages[" + messages.size() + "]"));
        }
        if (messages.isEmpty()) {
            throw members.containsKey("messages")
                    ? ChatFields.wrong("messages", "an array of at least one message")
                    : ChatFields.missing("messages");
        }
        return messages;
    }

    private static int leadingInstructions(List<Message> messages) {
        int leading = 0;
        while (leading < messages.size() && isInstruction(messages.get(leading).role())) {
            leading++;
        }
        return leading;
    }

    private static boolean isInstruction(Role role) {
        return role == Role.SYSTEM || role == Role.DEVELOPER;
    }

    /** On this wire tools hold for one request: absent means none. */
    private List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        for (Bytes tool : elements("tools")) {
            tools.add(tool(tool, "tools[" + tools.size() + "]"));
        }
        return tools;
    }

    private static Tool tool(Bytes json, String path) {
        JsonNode tool = StrictJson.tree(json);
        String type = ChatFields.requiredText(tool, "type", path);
        JsonNode inside = tool.path(type);
        Verbatim verbatim = new Verbatim(ChatWire.DIALECT, json);
        if (!type.equals("function")) {
            String name = ChatWire.text(inside, "name");
            return new Tool(name == null ? type : name, null, null, null, verbatim, false);
        }
        String at = path + ".function";
        JsonNode parameters = inside.path("parameters");
        if (!ChatFields.isAbsent(parameters) && !parameters.isObject()) {
            throw ChatFields.wrong(at + ".parameters", "an object");
        }
        return new Tool(
                ChatFields.requiredText(inside, "name", at),
                ChatFields.optionalText(inside, "description", at),
                ChatFields.isAbsent(parameters) ? null : parameters.toString(),
                ChatFields.optionalBoolean(inside, "strict", at),
                verbatim,
                true);
    }

    private List<Bytes> elements(String name) {
        Bytes json = members.get(name);
        if (json == null || json.utf8().equals("null")) {
            return List.of();
        }
        if (json.unsafeArray()[0] != '[') {
            throw ChatFields.wrong(name, "an array");
        }
        return StrictJson.elements(json);
    }

    private Map<String, String> metadata() {
        JsonNode metadata = value("metadata");
        if (!ChatFields.isAbsent(metadata) && !metadata.isObject()) {
            throw ChatFields.wrong("metadata", "an object");
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        metadata.properties().forEach(pair -> {
            if (!pair.getValue().isTextual()) {
                throw ChatFields.wrong("metadata." + pair.getKey(), "a string");
            }
            pairs.put(pair.getKey(), pair.getValue().textValue());
        });
        return pairs;
    }

    private @Nullable String sessionId(@Nullable String inMetadata) {
        String direct = text("session_id");
        String id = direct == null ? inMetadata : direct;
        if (direct != null && inMetadata != null && !direct.equals(inMetadata)) {
            throw new ChatException(
                    Kind.SESSION_CONFLICT,
                    "'session_id' and 'metadata.session_id' name different sessions.",
                    "session_id");
        }
        if (id != null && !SessionRef.isValidId(id)) {
            throw new ChatException(
                    Kind.INVALID_SESSION_ID,
                    "A session id is 1 to 128 characters of A-Z a-z 0-9 . _ : - and starts with a letter or digit.",
                    direct == null ? "metadata.session_id" : "session_id");
        }
        return id;
    }
}
