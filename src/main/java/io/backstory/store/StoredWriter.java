package io.backstory.store;

import com.fasterxml.jackson.core.JsonGenerator;
import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Cut;
import io.backstory.chat.Envelope;
import io.backstory.chat.Message;
import io.backstory.chat.Origin;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Tool;
import io.backstory.chat.Turn;
import io.backstory.chat.Usage;
import io.backstory.chat.Verbatim;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the members of the stored form; {@link StoredReader} is its mirror. Absent members stand for null. */
final class StoredWriter {
    private final JsonGenerator out;

    StoredWriter(JsonGenerator out) {
        this.out = out;
    }

    void turn(Turn turn) throws IOException {
        out.writeNumberField("seq", turn.seq());
        out.writeNumberField("nonce", turn.nonce());
        word("status", turn.status());
        out.writeStringField("at", turn.createdAt().toString());
        messages("in", turn.input());
        messages("out", turn.output());
        word("finish", turn.finish());
        origin(turn.origin());
        usage(turn.usage());
        out.writeObjectFieldStart("tokens");
        out.writeNumberField("in", turn.tokens().input());
        out.writeNumberField("out", turn.tokens().output());
        StoredSizes.write(out, turn.tokens().sizes());
        out.writeEndObject();
        cut(turn.cut());
        SessionSettings changed = turn.settings();
        if (changed != null) {
            out.writeObjectFieldStart("settings");
            settings(changed);
            out.writeEndObject();
        }
        pairs("metadata", turn.metadata());
        facts(turn.facts());
    }

    private void facts(ReplyFacts facts) throws IOException {
        if (!facts.equals(ReplyFacts.NONE)) {
            out.writeObjectFieldStart("facts");
            text("route", facts.route());
            text("reason", facts.providerReason());
            StoredContext.write(out, facts.context());
            envelope(facts.envelope());
            out.writeArrayFieldStart("ignored");
            for (String name : facts.ignored()) {
                out.writeString(name);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
    }

    private void envelope(@Nullable Envelope envelope) throws IOException {
        if (envelope != null) {
            out.writeObjectFieldStart("envelope");
            out.writeStringField("dialect", envelope.dialect());
            bytes("before", envelope.before());
            bytes("after", envelope.after());
            out.writeEndObject();
        }
    }

    void settings(SessionSettings settings) throws IOException {
        messages("instructions", settings.instructions());
        out.writeArrayFieldStart("tools");
        for (Tool tool : settings.tools()) {
            tool(tool);
        }
        out.writeEndArray();
        text("route", settings.route());
        pairs("metadata", settings.metadata());
        Duration ttl = settings.ttl();
        if (ttl != null) {
            out.writeNumberField("ttl", ttl.toSeconds());
        }
    }

    private void tool(Tool tool) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", tool.name());
        text("description", tool.description());
        text("parameters", tool.parameters());
        Boolean strict = tool.strict();
        if (strict != null) {
            out.writeBooleanField("strict", strict);
        }
        verbatim(tool.verbatim());
        out.writeBooleanField("function", tool.isFunction());
        out.writeEndObject();
    }

    private void origin(@Nullable Origin origin) throws IOException {
        if (origin != null) {
            out.writeObjectFieldStart("origin");
            out.writeStringField("dialect", origin.dialect());
            out.writeStringField("provider", origin.provider());
            out.writeStringField("model", origin.model());
            out.writeEndObject();
        }
    }

    private void usage(Usage usage) throws IOException {
        out.writeObjectFieldStart("usage");
        out.writeNumberField("input", usage.inputTotal());
        out.writeNumberField("cache_read", usage.cacheRead());
        out.writeNumberField("cache_write", usage.cacheWrite());
        out.writeNumberField("output", usage.outputTotal());
        out.writeNumberField("reasoning", usage.reasoning());
        out.writeBooleanField("estimated", usage.estimated());
        Bytes raw = usage.raw();
        if (raw != null) {
            bytes("raw", raw);
        }
        out.writeEndObject();
    }

    private void cut(Cut cut) throws IOException {
        out.writeObjectFieldStart("cut");
        out.writeNumberField("from", cut.from());
        out.writeNumberField("tools", cut.tools());
        out.writeNumberField("media", cut.media());
        out.writeNumberField("epoch", cut.epoch());
        out.writeEndObject();
    }

    private void messages(String name, List<Message> messages) throws IOException {
        out.writeArrayFieldStart(name);
        for (Message message : messages) {
            out.writeStartObject();
            word("role", message.role());
            contents(message.content());
            verbatim(message.verbatim());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void contents(List<Content> contents) throws IOException {
        out.writeArrayFieldStart("content");
        for (Content content : contents) {
            out.writeStartObject();
            content(content);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void content(Content content) throws IOException {
        if (content instanceof Content.Text it) {
            typed("text", it.text());
        } else if (content instanceof Content.Attachment it) {
            typed("attachment", it.content());
            out.writeStringField("name", it.name());
            word("kind", it.kind());
        } else if (content instanceof Content.Media it) {
            media(it);
        } else if (content instanceof Content.ToolCall it) {
            typed("tool_call", it.arguments());
            out.writeStringField("id", it.id());
            out.writeStringField("name", it.name());
        } else if (content instanceof Content.ToolResult it) {
            out.writeStringField("type", "tool_result");
            out.writeStringField("call", it.callId());
            contents(it.content());
            out.writeBooleanField("error", it.error());
        } else {
            modelsOwn(content);
        }
    }

    private void modelsOwn(Content content) throws IOException {
        if (content instanceof Content.Reasoning it) {
            typed("reasoning", it.text());
            text("signature", it.signature());
        } else if (content instanceof Content.Opaque it) {
            out.writeStringField("type", "opaque");
            out.writeStringField("dialect", it.dialect());
            out.writeStringField("kind", it.type());
            bytes("json", it.json());
        } else if (content instanceof Content.Refusal it) {
            typed("refusal", it.text());
        } else {
            throw new AssertionError("no stored form for " + content.getClass());
        }
    }

    private void media(Content.Media media) throws IOException {
        out.writeStringField("type", "media");
        word("kind", media.kind());
        out.writeStringField("media_type", media.mediaType());
        if (media.source() instanceof Content.Base64Source it) {
            out.writeStringField("base64", it.data());
        } else if (media.source() instanceof Content.UrlSource it) {
            out.writeStringField("url", it.url());
        } else if (media.source() instanceof Content.FileIdSource it) {
            out.writeStringField("file", it.fileId());
        } else {
            throw new AssertionError("no stored form for " + media.source().getClass());
        }
        text("name", media.name());
        text("detail", media.detail());
    }

    private void typed(String type, String text) throws IOException {
        out.writeStringField("type", type);
        out.writeStringField("text", text);
    }

    private void verbatim(@Nullable Verbatim verbatim) throws IOException {
        if (verbatim != null) {
            out.writeObjectFieldStart("verbatim");
            out.writeStringField("dialect", verbatim.dialect());
            bytes("json", verbatim.json());
            out.writeEndObject();
        }
    }

    /** As a string, which reads well in a database shell, unless the bytes are no UTF-8. */
    private void bytes(String name, Bytes bytes) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.unsafeArray()))
                    .toString();
            out.writeStringField(name, text);
        } catch (CharacterCodingException notText) {
            out.writeObjectFieldStart(name);
            out.writeBinaryField("base64", bytes.unsafeArray());
            out.writeEndObject();
        }
    }

    /** Pairs, not members: a name may hold half a surrogate pair, which no JSON parser takes in a member's name. */
    private void pairs(String name, Map<String, String> pairs) throws IOException {
        out.writeArrayFieldStart(name);
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            out.writeStartArray();
            out.writeString(pair.getKey());
            out.writeString(pair.getValue());
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }

    private void word(String name, Enum<?> value) throws IOException {
        out.writeStringField(name, value.name().toLowerCase(Locale.ROOT));
    }
}
