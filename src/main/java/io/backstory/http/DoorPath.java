package io.backstory.http;

import io.backstory.dialect.DoorDialect;
import io.backstory.dialect.anthropic.AnthropicMessagesDoor;
import io.backstory.dialect.openai.OpenAiChatDoor;
import io.backstory.dialect.thin.ThinDoor;
import io.backstory.metrics.Door;

/** Which door a path belongs to: known before any route matches, so that even a 404 has the door's shape. */
enum DoorPath {
    CHAT(Door.CHAT),
    COMPLETIONS(Door.COMPLETIONS),
    RESPONSES(Door.RESPONSES),
    CONVERSATIONS(Door.CONVERSATIONS),
    MESSAGES(Door.MESSAGES),
    MODELS(Door.MODELS),
    SESSIONS(Door.SESSIONS),
    OTHER(Door.OTHER);

    private static final DoorDialect THIN = new ThinDoor();
    private static final DoorDialect OPENAI = new OpenAiChatDoor();
    private static final DoorDialect ANTHROPIC = new AnthropicMessagesDoor();

    private final Door label;

    DoorPath(Door label) {
        this.label = label;
    }

    static DoorPath of(String path) {
        if (path.equals("/chat") || path.equals("/v1/chat")) {
            return CHAT;
        }
        if (under(path, "/v1/chat/completions")) {
            return COMPLETIONS;
        }
        if (under(path, "/v1/responses")) {
            return RESPONSES;
        }
        if (under(path, "/v1/conversations")) {
            return CONVERSATIONS;
        }
        if (under(path, "/v1/messages")) {
            return MESSAGES;
        }
        if (under(path, "/v1/models")) {
            return MODELS;
        }
        return under(path, "/v1/sessions") ? SESSIONS : OTHER;
    }

    Door label() {
        return label;
    }

    /** The wire format of the door, and of every error on its paths. */
    DoorDialect dialect() {
        return switch (this) {
            case CHAT, SESSIONS, OTHER -> THIN;
            case COMPLETIONS, RESPONSES, CONVERSATIONS, MODELS -> OPENAI;
            case MESSAGES -> ANTHROPIC;
        };
    }

    private static boolean under(String path, String prefix) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
