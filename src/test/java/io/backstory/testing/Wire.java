package io.backstory.testing;

import io.backstory.testing.FakeProvider.Reply;

/** The provider formats a test runs on, each with the same things to say. */
public enum Wire {
    OPENAI("openai-chat", "/v1") {
        @Override
        public Reply text(String text) {
            return OpenAiReplies.text(text);
        }

        @Override
        public Reply toolCall(String id, String name, String arguments) {
            return OpenAiReplies.toolCall(id, name, arguments);
        }
    },
    ANTHROPIC("anthropic-messages", "") {
        @Override
        public Reply text(String text) {
            return AnthropicReplies.text(text);
        }

        @Override
        public Reply toolCall(String id, String name, String arguments) {
            return AnthropicReplies.toolCall(id, name, arguments);
        }
    };

    private final String dialect;
    private final String basePath;

    Wire(String dialect, String basePath) {
        this.dialect = dialect;
        this.basePath = basePath;
    }

    public String dialect() {
        return dialect;
    }

    /** What comes between the server and the path the dialect adds. */
    public String basePath() {
        return basePath;
    }

    public abstract Reply text(String text);

    public abstract Reply toolCall(String id, String name, String arguments);
}
