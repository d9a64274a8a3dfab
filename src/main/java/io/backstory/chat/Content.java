package io.backstory.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One typed block of a {@link Message}. */
public sealed interface Content {

    /** Stands where content was erased, so that what comes after it keeps its place. Never part of a prompt. */
    Content ERASED = new Opaque("backstory", "erased", Bytes.utf8("{}"));

    /** Plain text. */
    record Text(String text) implements Content {
        public Text {
            requireNonNull(text);
        }
    }

    /**
     * A named piece of context packed with a user message: a source file, a log, compiler output. Kept typed, because
     * the window may clear it later without touching the message itself.
     */
    record Attachment(String name, AttachmentKind kind, String content) implements Content {
        public Attachment {
            requireNonNull(name);
            requireNonNull(kind);
            requireNonNull(content);
        }

        /** Eight hex digits made from name and content: they tell attachments of one name apart. */
        public String digest() {
            MessageDigest sha256 = sha256();
            sha256.update(name.getBytes(UTF_8));
            sha256.update((byte) 0);
            return HexFormat.of().formatHex(sha256.digest(content.getBytes(UTF_8)), 0, 4);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every JDK has SHA-256", e);
            }
        }
    }

    /** What an {@link Attachment} holds; said by the client, never guessed. */
    enum AttachmentKind {
        SOURCE,
        LOG,
        DIAGNOSTICS,
        DOCUMENT,
        OTHER
    }

    /**
     * An image, document or sound.
     *
     * @param mediaType IANA media type such as {@code image/png}; empty where the source does not tell
     * @param name file name, where the client gave one
     * @param detail resolution hint of the OpenAI formats ({@code auto}, {@code low}, {@code high}, ...)
     */
    record Media(MediaKind kind, String mediaType, MediaSource source, @Nullable String name, @Nullable String detail)
            implements Content {
        public Media {
            requireNonNull(kind);
            requireNonNull(mediaType);
            requireNonNull(source);
        }
    }

    enum MediaKind {
        IMAGE,
        DOCUMENT,
        AUDIO
    }

    /** Where the bytes of a {@link Media} are. */
    sealed interface MediaSource {}

    /** Base64 of the bytes, standard alphabet, as the client sent it. */
    record Base64Source(String data) implements MediaSource {
        public Base64Source {
            requireNonNull(data);
        }
    }

    record UrlSource(String url) implements MediaSource {
        public UrlSource {
            requireNonNull(url);
        }
    }

    /** A file stored at a provider; means nothing to any other. */
    record FileIdSource(String fileId) implements MediaSource {
        public FileIdSource {
            requireNonNull(fileId);
        }
    }

    /**
     * The model asks for a tool to be run.
     *
     * @param arguments JSON text exactly as the model wrote it; not always valid JSON
     */
    record ToolCall(String id, String name, String arguments) implements Content {
        public ToolCall {
            requireNonNull(id);
            requireNonNull(name);
            requireNonNull(arguments);
        }
    }

    /** What a tool returned for the call {@code callId}. */
    record ToolResult(String callId, List<Content> content, boolean error) implements Content {
        public ToolResult {
            requireNonNull(callId);
            content = List.copyOf(content);
        }
    }

    /**
     * What the model thought before it answered.
     *
     * @param text readable part, may be empty
     * @param signature opaque proof that only the provider that made it accepts back
     */
    record Reasoning(String text, @Nullable String signature) implements Content {
        public Reasoning {
            requireNonNull(text);
        }
    }

    /** A block that only one dialect understands, kept as it came and sent back to that dialect alone. */
    record Opaque(String dialect, String type, Bytes json) implements Content {
        public Opaque {
            requireNonNull(dialect);
            requireNonNull(type);
            requireNonNull(json);
        }
    }

    /** The model declined, in its own words. */
    record Refusal(String text) implements Content {
        public Refusal {
            requireNonNull(text);
        }
    }
}
