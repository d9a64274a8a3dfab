package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Verbatim;
import io.backstory.dialect.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** Reads one message of a request. A user message that holds tool results and more becomes two, the results first. */
final class MessageReader {
    private MessageReader() {}

    static List<Message> read(Field message) {
        Field.Members members = message.members();
        Field role = members.required("role");
        Field content = members.required("content");
        return switch (role.string()) {
            case "user" -> user(message, content);
            case "assistant" -> List.of(new Message(Role.ASSISTANT, assistant(content), written(message.json())));
            case "system" -> List.of(new Message(Role.SYSTEM, system(content), written(message.json())));
            default -> throw role.invalid("must be user, assistant or system");
        };
    }

    private static List<Message> user(Field message, Field content) {
        if (!content.isArray()) {
            return List.of(new Message(Role.USER, List.of(spoken(content)), written(message.json())));
        }
        Part results = new Part(Role.TOOL);
        Part others = new Part(Role.USER);
        for (Field element : content.elements()) {
            Content block = ContentReader.block(element);
            (block instanceof Content.ToolResult ? results : others).add(block, element.json());
        }
        if (results.blocks.isEmpty() && others.blocks.isEmpty()) {
            throw content.invalid("must not be empty");
        }
        if (results.blocks.isEmpty() || others.blocks.isEmpty()) {
            Part only = results.blocks.isEmpty() ? others : results;
            return List.of(new Message(only.role, only.blocks, written(message.json())));
        }
        return List.of(results.message(), others.message());
    }

    /** May be empty: so was the reply it repeats. */
    private static List<Content> assistant(Field content) {
        return content.isArray()
                ? content.elements().stream().map(ContentReader::block).toList()
                : List.of(new Content.Text(content.string()));
    }

    private static List<Content> system(Field content) {
        return content.isArray()
                ? content.elements().stream().<Content>map(ContentReader::text).toList()
                : List.of(spoken(content));
    }

    private static Content spoken(Field content) {
        String text = content.string();
        if (text.isBlank()) {
            throw content.invalid("must hold more than white space");
        }
        return new Content.Text(text);
    }

    private static Verbatim written(Bytes json) {
        return new Verbatim(Wire.DIALECT, json);
    }

    /** Some blocks of a message, on the way to a message of their own. */
    private static final class Part {
        private final Role role;
        private final List<Content> blocks = new ArrayList<>();
        private final JsonWriter json = new JsonWriter();

        Part(Role role) {
            this.role = role;
            json.object().name("role").value("user").name("content").array();
        }

        void add(Content block, Bytes written) {
            blocks.add(block);
            json.raw(written);
        }

        Message message() {
            return new Message(role, blocks, written(json.endArray().endObject().toBytes()));
        }
    }
}
