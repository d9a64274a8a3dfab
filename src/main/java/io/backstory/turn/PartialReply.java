package io.backstory.turn;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client was shown of a reply that is cut short: its text, and the blocks that were whole. A tool call that was
 * still being written is left out, since nobody could answer it; so is reasoning, which only a whole reply can prove.
 */
final class PartialReply {
    private static final ChatEvent.ToolCallStarted NO_CALL = new ChatEvent.ToolCallStarted(-1, "", "");

    private final List<Content> whole = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private ChatEvent.ToolCallStarted call = NO_CALL;

    void add(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            text.append(delta.text());
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            text.append(delta.text());
        } else if (event instanceof ChatEvent.ToolCallStarted started) {
            call = started;
            arguments.setLength(0);
        } else if (event instanceof ChatEvent.ToolCallDelta delta) {
            arguments.append(delta.arguments());
        } else if (event instanceof ChatEvent.BlockEnded ended) {
            endBlock(ended.block());
        }
    }

    /** Empty when nothing was shown that is worth keeping. */
    Optional<Message> message() {
        List<Content> content = new ArrayList<>(whole);
        if (!text.isEmpty()) {
            content.add(new Content.Text(text.toString()));
        }
        return content.isEmpty() ? Optional.empty() : Optional.of(new Message(Role.ASSISTANT, content, null));
    }

    private void endBlock(int block) {
        if (block == call.block()) {
            whole.add(new Content.ToolCall(call.id(), call.name(), arguments.toString()));
            call = NO_CALL;
        } else if (!text.isEmpty()) {
            whole.add(new Content.Text(text.toString()));
            text.setLength(0);
        }
    }
}
