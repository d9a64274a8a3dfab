package io.backstory.http;

import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;

/** The doors a request can be repeated on, each with its own way to ask and its own shape of an error. */
enum RepeatDoor {
    NATIVE("/chat", "\"sessionId\":\"s\",\"newMessage\":\"%s\"", "/code"),
    COMPLETIONS(
            "/v1/chat/completions",
            "\"model\":\"default\",\"session_id\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]",
            "/error/code");

    private final String path;
    private final String members;
    private final String code;

    RepeatDoor(String path, String members, String code) {
        this.path = path;
        this.members = members;
        this.code = code;
    }

    /** Headers are name, value, name, value. */
    Reply ask(RunningGateway gateway, String message, String... headers) {
        return gateway.post(path, "{" + members.formatted(message) + "}", headers);
    }

    Reply stream(RunningGateway gateway, String message, String... headers) {
        return gateway.post(path, "{" + members.formatted(message) + ",\"stream\":true}", headers);
    }

    String code(Reply reply) {
        return reply.at(code);
    }
}
