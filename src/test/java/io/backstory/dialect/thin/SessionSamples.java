package io.backstory.dialect.thin;

import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Content.Attachment;
import io.backstory.chat.Content.AttachmentKind;
import io.backstory.chat.Content.Base64Source;
import io.backstory.chat.Content.FileIdSource;
import io.backstory.chat.Content.Media;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.Content.Opaque;
import io.backstory.chat.Content.Reasoning;
import io.backstory.chat.Content.Refusal;
import io.backstory.chat.Content.ToolResult;
import io.backstory.chat.Content.UrlSource;
import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Message;
import io.backstory.chat.Owners;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.Role;
import io.backstory.chat.Session;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Tool;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import java.util.List;
import java.util.Map;

/** Stored sessions the tests of this package share. */
final class SessionSamples {
    private SessionSamples() {}

    /** Two turns: a tool is called, and its result answered by a reply that is cut short. */
    static Session withTools() {
        Turn asked = turn(1, TurnStatus.COMPLETED, List.of(question()), List.of(call()));
        Turn answered = turn(2, TurnStatus.INCOMPLETE, List.of(result(), hint()), List.of(halfAnswer()));
        return session(settings(), asked, answered);
    }

    static Session empty() {
        return session(SessionSettings.EMPTY);
    }

    /** {@code turns} turns of one question and one answer each. */
    static Session ofLength(int turns) {
        Turn[] all = new Turn[turns];
        for (int seq = 1; seq <= turns; seq++) {
            all[seq - 1] = turn(
                    seq,
                    TurnStatus.COMPLETED,
                    List.of(Message.text(Role.USER, "Question " + seq)),
                    List.of(Message.text(Role.ASSISTANT, "Answer " + seq)));
        }
        return session(SessionSettings.EMPTY, all);
    }

    static Turn turn(int seq, TurnStatus status, List<Message> input, List<Message> output) {
        return new Turn(
                seq,
                seq * 1000L,
                status,
                Samples.NOON.plusSeconds(seq),
                input,
                output,
                FinishReason.STOP,
                Samples.ALPHA,
                Usage.reported(1, 2),
                TokenCounts.NONE,
                Cut.NONE,
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo());
    }

    static Session session(SessionSettings settings, Turn... turns) {
        return new Session(
                Samples.SESSION,
                turns.length,
                settings,
                List.of(turns),
                Samples.NOON,
                Samples.NOON.plusSeconds(60),
                turns.length == 0 ? null : Samples.NOON.plusSeconds(3600),
                false,
                Session.Lineage.ALONE,
                0);
    }

    private static SessionSettings settings() {
        return new SessionSettings(
                List.of(Message.text(Role.SYSTEM, "Be brief."), Message.text(Role.DEVELOPER, "Use tools.")),
                List.of(
                        Tool.function("read_file", "Reads a file", "{\"type\": \"object\"}"),
                        Tool.function("now", null, null)),
                "default",
                Map.of("ticket", "42", "area", "build"));
    }

    private static Message question() {
        return Message.of(
                Role.USER,
                new Attachment("src/Main.java", AttachmentKind.SOURCE, "int x;\n"),
                Samples.text("What is in"),
                new Media(MediaKind.IMAGE, "", new UrlSource("https://example.org/a.png"), null, "low"),
                new Media(MediaKind.DOCUMENT, "application/pdf", new Base64Source("JVBERi0x"), "a.pdf", null),
                new Media(MediaKind.AUDIO, "audio/mpeg", new FileIdSource("file_1"), null, null));
    }

    private static Message call() {
        return Message.of(
                Role.ASSISTANT,
                new Reasoning("Look first.", "sig"),
                Samples.text("Let me look."),
                new Opaque("openai-chat", "search", Bytes.utf8("{\"secret\":1}")),
                Samples.call("{\"path\": \"pom.xml\"}"),
                new Content.ToolCall("call_10", "read_file", "{\"path"));
    }

    private static Message result() {
        return Message.of(
                Role.TOOL,
                new ToolResult("call_9", List.of(Samples.text("<project/>")), false),
                new ToolResult("call_10", List.of(), true));
    }

    private static Message hint() {
        return Message.text(Role.SYSTEM, "Answer in German.");
    }

    private static Message halfAnswer() {
        return Message.of(Role.ASSISTANT, Samples.text("Es ist"), new Refusal("Nein."));
    }

    static List<Item> items(Session session) {
        return Item.of(session, Owners.only(session.ref()));
    }
}
