package io.backstory.dialect.thin;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatEvent.BlockEnded;
import io.backstory.chat.ChatEvent.Finished;
import io.backstory.chat.ChatEvent.Native;
import io.backstory.chat.ChatEvent.OpaqueBlock;
import io.backstory.chat.ChatEvent.ReasoningDelta;
import io.backstory.chat.ChatEvent.ReasoningSigned;
import io.backstory.chat.ChatEvent.RefusalDelta;
import io.backstory.chat.ChatEvent.Started;
import io.backstory.chat.ChatEvent.TextDelta;
import io.backstory.chat.ChatEvent.ToolCallDelta;
import io.backstory.chat.ChatEvent.ToolCallStarted;
import io.backstory.chat.ChatEvent.UsageReported;
import io.backstory.chat.Content;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Usage;
import java.util.List;

/** A reply that has every kind of event. */
final class Events {
    private Events() {}

    static List<ChatEvent> all() {
        return List.of(
                new Native("openai-chat", Bytes.utf8("{}")),
                new Started("chatcmpl-1", "large-1"),
                new ReasoningDelta(0, "Hm."),
                new ReasoningSigned(0, "sig"),
                new BlockEnded(0),
                new TextDelta(1, ""),
                new TextDelta(1, "Let me\nlook"),
                new TextDelta(1, " \"there\"."),
                new BlockEnded(1),
                new RefusalDelta(2, "Not there."),
                new BlockEnded(2),
                new OpaqueBlock(3, new Content.Opaque("openai-chat", "search", Bytes.utf8("{}"))),
                new BlockEnded(3),
                new ToolCallStarted(4, "call_9", "read_file"),
                new ToolCallDelta(4, "{\"path\":\n"),
                new ToolCallDelta(4, "\"pom.xml\"}"),
                new BlockEnded(4),
                new ToolCallStarted(5, "call_10", "read_file"),
                new ToolCallDelta(5, "{\"path\""),
                new BlockEnded(5),
                new UsageReported(Usage.reported(1, 2)),
                new Finished(FinishReason.TOOL_CALLS, "tool_calls", Message.of(Role.ASSISTANT)));
    }
}
