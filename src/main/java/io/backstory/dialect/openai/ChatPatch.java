package io.backstory.dialect.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.backstory.chat.Bytes;
import io.backstory.chat.ReplyHead;
import io.backstory.dialect.JsonWriter;
import java.io.IOException;

/**
 * Puts the gateway's name on a provider's own chunk or body: id, time and model are replaced, every other member is copied
 * as it is, known or not. One pass over the bytes, no tree.
 */
final class ChatPatch {

    /** What becomes of the usage. */
    enum UsageMember {
        KEPT,
        NULLED,
        REMOVED
    }

    /**
     * A patched piece.
     *
     * @param finishes whether it carries a finish reason
     * @param isUsage whether it has no choices and carries usage
     */
    record Piece(Bytes json, boolean finishes, boolean isUsage) {}

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(32 << 20).build())
            .build();

    private final Bytes ours;

    ChatPatch(ReplyHead head) {
        ours = members(head);
    }

    /** The members that name a reply, ready to splice into an object. */
    static Bytes members(ReplyHead head) {
        JsonWriter json = new JsonWriter();
        json.name("id").value("chatcmpl-" + head.token());
        json.name("created").value(head.createdAt().getEpochSecond());
        return json.name("model").value(head.route()).toBytes();
    }

    /** Patches an object that a decoder has read before. */
    Piece apply(Bytes json, UsageMember usage) {
        try (JsonParser parser = FACTORY.createParser(json.unsafeArray())) {
            return new Pass(parser, json.unsafeArray(), usage).run();
        } catch (IOException e) {
            throw new IllegalStateException("a decoder let this pass", e);
        }
    }

    private final class Pass {
        private final JsonParser parser;
        private final byte[] source;
        private final UsageMember usage;
        private final JsonWriter json;
        private boolean finishes;
        private boolean hasChoices;
        private boolean hasUsage;

        Pass(JsonParser parser, byte[] source, UsageMember usage) {
            this.parser = parser;
            this.source = source;
            this.usage = usage;
            this.json = new JsonWriter(source.length + 128);
        }

        Piece run() throws IOException {
            parser.nextToken();
            json.object().raw(ours);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                member();
            }
            if (usage == UsageMember.NULLED) {
                json.name("usage").nullValue();
            }
            return new Piece(json.endObject().toBytes(), finishes, hasUsage && !hasChoices);
        }

        private void member() throws IOException {
            String name = parser.currentName();
            int start = (int) parser.currentTokenLocation().getByteOffset();
            parser.nextToken();
            value(name);
            if (isCopied(name)) {
                int end = (int) parser.currentLocation().getByteOffset();
                json.raw(source, start, end);
            }
        }

        private boolean isCopied(String name) {
            return switch (name) {
                case "id", "created", "model" -> false;
                case "usage" -> usage == UsageMember.KEPT;
                default -> true;
            };
        }

        private void value(String name) throws IOException {
            if (name.equals("choices") && parser.currentToken() == JsonToken.START_ARRAY) {
                choices();
            } else {
                hasUsage |= name.equals("usage") && parser.currentToken() == JsonToken.START_OBJECT;
                parser.skipChildren();
                parser.finishToken();
            }
        }

        private void choices() throws IOException {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                hasChoices = true;
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    choice();
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void choice() throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean reason = parser.currentName().equals("finish_reason");
                finishes |= parser.nextToken() != JsonToken.VALUE_NULL && reason;
                parser.skipChildren();
            }
        }
    }
}
