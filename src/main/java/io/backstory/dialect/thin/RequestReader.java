package io.backstory.dialect.thin;

import io.backstory.chat.Attempt;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.SessionRef;
import io.backstory.chat.TurnRequest;
import io.backstory.chat.TurnRequest.OpenCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/chat}. There is no role in it: history cannot be forged here. */
final class RequestReader {
    private static final List<String> FIELDS = List.of(
            "sessionId",
            "newMessage",
            "context",
            "toolResults",
            "instructions",
            "tools",
            "toolChoice",
            "model",
            "stream",
            "maxOutputTokens",
            "temperature",
            "responseFormat",
            "expectedTurn",
            "metadata",
            "fromTurn",
            "idempotencyKey");
    private static final int MAX_PAIRS = 16;
    private static final int MAX_KEY = 64;
    private static final int MAX_VALUE = 512;

    private RequestReader() {}

    static TurnRequest read(Bytes json) {
        Fields body = Fields.ofBody(json, FIELDS);
        Boolean stream = body.read("stream", JsonField::truth);
        Map<String, String> metadata = body.read("metadata", RequestReader::metadata);
        return new TurnRequest(
                body.read("sessionId", RequestReader::sessionId),
                body.read("model", JsonField::nonEmptyText),
                body.read("instructions", RequestReader::instructions),
                body.read("tools", ToolReader::tools),
                input(body),
                OptionsReader.options(body),
                Boolean.TRUE.equals(stream),
                true,
                OpenCalls.SYNTHESIZE,
                body.read("expectedTurn", field -> field.integer(0)),
                metadata == null ? Map.of() : metadata,
                Attempt.keyed(body.read("idempotencyKey", JsonField::text)),
                body.read("fromTurn", field -> field.integer(0)));
    }

    /** Results come first: they belong to the turn before, the message to this one. */
    private static List<Message> input(Fields body) {
        List<Message> input = new ArrayList<>();
        Message results = body.read("toolResults", ToolReader::results);
        if (results != null) {
            input.add(results);
        }
        Message message = userMessage(body);
        if (message != null) {
            input.add(message);
        }
        if (input.isEmpty()) {
            throw missing("Say something: send newMessage, or toolResults when the model waits for them.");
        }
        return input;
    }

    private static @Nullable Message userMessage(Fields body) {
        List<Content> content = new ArrayList<>();
        List<Content> attachments = body.read("context", ContentReader::attachments);
        if (attachments != null) {
            content.addAll(attachments);
        }
        List<Content> said = body.read("newMessage", ContentReader::message);
        if (said != null) {
            content.addAll(said);
            return new Message(Role.USER, content, null);
        }
        if (attachments != null) {
            throw missing("context is packed with a user message: send newMessage as well.");
        }
        return null;
    }

    private static String sessionId(JsonField field) {
        String id = field.text();
        if (!SessionRef.isValidId(id)) {
            throw new ChatException(
                    Kind.INVALID_SESSION_ID,
                    "sessionId must be 1 to 128 characters of A-Z a-z 0-9 . _ : - and start with a letter or digit.",
                    "sessionId");
        }
        return id;
    }

    static List<Message> instructions(JsonField field) {
        if (field.isNull()) {
            return List.of();
        }
        if (!field.isText()) {
            throw field.mustBe("a string, or null to clear them");
        }
        if (field.text().isEmpty()) {
            throw field.invalid("must not be empty; null clears them.");
        }
        return List.of(Message.text(Role.SYSTEM, field.text()));
    }

    static Map<String, String> metadata(JsonField field) {
        Map<String, JsonField> members = Fields.of(field).all();
        if (members.size() > MAX_PAIRS) {
            throw field.invalid("may hold at most " + MAX_PAIRS + " pairs.");
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        members.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_KEY) {
                throw field.invalid("must have keys of 1 to " + MAX_KEY + " characters.");
            }
            String text = value.text();
            if (text.length() > MAX_VALUE) {
                throw value.invalid("may be at most " + MAX_VALUE + " characters long.");
            }
            pairs.put(key, text);
        });
        return pairs;
    }

    private static ChatException missing(String message) {
        return new ChatException(Kind.MISSING_REQUIRED_PARAMETER, message, "newMessage");
    }
}
