package io.backstory.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Message;
import io.backstory.chat.Origin;
import io.backstory.chat.Role;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Tool;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.chat.Verbatim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the members of the stored form; throws {@code IllegalArgumentException} for what is missing or unknown. */
final class StoredReader {
    private StoredReader() {}

    static Turn turn(JsonNode node) {
        JsonNode tokens = node.required("tokens");
        JsonNode origin = node.get("origin");
        JsonNode settings = node.get("settings");
        return new Turn(
                node.required("seq").intValue(),
                node.required("nonce").longValue(),
                word(TurnStatus.class, node, "status"),
                Instant.parse(text(node, "at")),
                all(node, "in", StoredReader::message),
                all(node, "out", StoredReader::message),
                word(FinishReason.class, node, "finish"),
                origin == null ? null : origin(origin),
                usage(node.required("usage")),
                new TokenCounts(
                        tokens.required("in").intValue(),
                        tokens.required("out").intValue(),
                        StoredSizes.read(tokens.get("sizes"))),
                cut(node.required("cut")),
                settings == null ? null : settings(settings),
                pairs(node.required("metadata")),
                StoredContext.facts(node.get("facts")),
                new FragmentMemo());
    }

    static SessionSettings settings(JsonNode node) {
        return new SessionSettings(
                all(node, "instructions", StoredReader::message),
                all(node, "tools", StoredReader::tool),
                optional(node, "route"),
                pairs(node.required("metadata")),
                node.has("ttl") ? Duration.ofSeconds(node.get("ttl").longValue()) : null);
    }

    private static Tool tool(JsonNode node) {
        JsonNode strict = node.get("strict");
        return new Tool(
                text(node, "name"),
                optional(node, "description"),
                optional(node, "parameters"),
                strict == null ? null : strict.booleanValue(),
                verbatim(node),
                node.required("function").booleanValue());
    }

    private static Origin origin(JsonNode node) {
        return new Origin(text(node, "dialect"), text(node, "provider"), text(node, "model"));
    }

    private static Usage usage(JsonNode node) {
        return new Usage(
                node.required("input").longValue(),
                node.required("cache_read").longValue(),
                node.required("cache_write").longValue(),
                node.required("output").longValue(),
                node.required("reasoning").longValue(),
                node.required("estimated").booleanValue(),
                node.has("raw") ? bytes(node.required("raw")) : null);
    }

    private static Cut cut(JsonNode node) {
        return new Cut(
                node.required("from").intValue(),
                node.required("tools").intValue(),
                node.required("media").intValue(),
                node.required("epoch").intValue());
    }

    private static Message message(JsonNode node) {
        return new Message(word(Role.class, node, "role"), all(node, "content", StoredReader::content), verbatim(node));
    }

    private static Content content(JsonNode node) {
        String type = text(node, "type");
        return switch (type) {
            case "text" -> new Content.Text(text(node, "text"));
            case "attachment" ->
                new Content.Attachment(
                        text(node, "name"), word(Content.AttachmentKind.class, node, "kind"), text(node, "text"));
            case "media" -> media(node);
            case "tool_call" -> new Content.ToolCall(text(node, "id"), text(node, "name"), text(node, "text"));
            case "tool_result" ->
                new Content.ToolResult(
                        text(node, "call"),
                        all(node, "content", StoredReader::content),
                        node.required("error").booleanValue());
            case "reasoning" -> new Content.Reasoning(text(node, "text"), optional(node, "signature"));
            case "opaque" ->
                new Content.Opaque(text(node, "dialect"), text(node, "kind"), bytes(node.required("json")));
            case "refusal" -> new Content.Refusal(text(node, "text"));
            default -> throw new IllegalArgumentException("unknown content type " + type);
        };
    }

    private static Content.Media media(JsonNode node) {
        return new Content.Media(
                word(Content.MediaKind.class, node, "kind"),
                text(node, "media_type"),
                source(node),
                optional(node, "name"),
                optional(node, "detail"));
    }

    private static Content.MediaSource source(JsonNode node) {
        if (node.has("base64")) {
            return new Content.Base64Source(text(node, "base64"));
        }
        return node.has("url")
                ? new Content.UrlSource(text(node, "url"))
                : new Content.FileIdSource(text(node, "file"));
    }

    private static @Nullable Verbatim verbatim(JsonNode node) {
        JsonNode verbatim = node.get("verbatim");
        return verbatim == null ? null : new Verbatim(text(verbatim, "dialect"), bytes(verbatim.required("json")));
    }

    static Bytes bytes(JsonNode node) {
        return node.isTextual()
                ? Bytes.utf8(node.textValue())
                : Bytes.wrap(Base64.getDecoder().decode(text(node, "base64")));
    }

    private static <T> List<T> all(JsonNode node, String name, Function<JsonNode, T> read) {
        List<T> all = new ArrayList<>();
        node.required(name).forEach(element -> all.add(read.apply(element)));
        return all;
    }

    private static Map<String, String> pairs(JsonNode node) {
        Map<String, String> pairs = new LinkedHashMap<>();
        node.forEach(
                pair -> pairs.put(pair.required(0).textValue(), pair.required(1).textValue()));
        return pairs;
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.required(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " is no text");
        }
        return value.textValue();
    }

    private static @Nullable String optional(JsonNode node, String name) {
        return node.has(name) ? text(node, name) : null;
    }

    private static <E extends Enum<E>> E word(Class<E> type, JsonNode node, String name) {
        return Enum.valueOf(type, text(node, name).toUpperCase(Locale.ROOT));
    }
}
