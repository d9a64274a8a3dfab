package io.backstory.dialect.anthropic;

import io.backstory.chat.Attempt;
import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.Role;
import io.backstory.chat.Tool;
import io.backstory.chat.TurnRequest;
import io.backstory.chat.TurnRequest.OpenCalls;
import io.backstory.chat.Verbatim;
import io.backstory.dialect.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a request body. Unknown members travel on as native options. */
final class RequestReader {
    /** Members that would let a client choose where the gateway's requests and keys go; compared without _ and -. */
    private static final Set<String> SECRETS = Set.of(
            "apikey", "xapikey", "authorization", "authtoken", "baseurl", "apibase", "extraheaders", "defaultheaders");

    private static final Set<String> REFUSED = Set.of("thread", "compaction", "container", "mcp_servers");

    private final Field.Members members;

    private RequestReader(Field.Members members) {
        this.members = members;
    }

    static TurnRequest read(Bytes body) {
        return new RequestReader(new Field("", body).members()).read();
    }

    private TurnRequest read() {
        refuseMembers();
        String route = members.required("model").string();
        members.required("max_tokens");
        List<Message> input = messages();
        NativeOptions nativeOptions = OptionsReader.nativeOptions(members);
        return new TurnRequest(
                null,
                route,
                system(),
                tools(),
                input,
                OptionsReader.read(members, nativeOptions),
                members.flag("stream"),
                true,
                OpenCalls.REFUSE,
                null,
                Map.of(),
                Attempt.UNKNOWN,
                null);
    }

    private void refuseMembers() {
        members.byName().forEach((name, field) -> {
            if (SECRETS.contains(name.toLowerCase(Locale.ROOT).replaceAll("[_-]", ""))) {
                throw field.unsupported("Credentials and addresses of providers are not taken from a request.");
            }
            if (REFUSED.contains(name)) {
                throw field.unsupported("This gateway does not take this member.");
            }
        });
    }

    private List<Message> messages() {
        Field messages = members.required("messages");
        List<Message> input = new ArrayList<>();
        messages.elements().forEach(message -> input.addAll(MessageReader.read(message)));
        if (input.isEmpty()) {
            throw messages.invalid("must hold at least one message");
        }
        return input;
    }

    /** Null keeps the session's instructions; an empty string or array clears them. */
    private @Nullable List<Message> system() {
        Field system = members.get("system");
        if (system == null) {
            return null;
        }
        List<Content> texts = system.isString()
                ? List.of(new Content.Text(system.string()))
                : system.elements().stream().<Content>map(ContentReader::text).toList();
        if (texts.isEmpty() || texts.equals(List.of(new Content.Text("")))) {
            return List.of();
        }
        Bytes written = new JsonWriter()
                .object()
                .name("role")
                .value("system")
                .name("content")
                .raw(system.json())
                .endObject()
                .toBytes();
        return List.of(new Message(Role.SYSTEM, texts, new Verbatim(Wire.DIALECT, written)));
    }

    /** Tools hold for one request: none means none. */
    private List<Tool> tools() {
        Field tools = members.get("tools");
        return tools == null
                ? List.of()
                : tools.elements().stream().map(RequestReader::tool).toList();
    }

    private static Tool tool(Field field) {
        Field.Members tool = field.members();
        Verbatim verbatim = new Verbatim(Wire.DIALECT, field.json());
        String type = tool.text("type");
        if (type != null && !type.equals("custom")) {
            String name = tool.text("name");
            return new Tool(name == null ? type : name, null, null, null, verbatim, false);
        }
        Field schema = tool.required("input_schema");
        schema.members();
        return new Tool(
                tool.required("name").string(),
                tool.text("description"),
                schema.json().utf8(),
                tool.has("strict") ? tool.flag("strict") : null,
                verbatim,
                true);
    }
}
