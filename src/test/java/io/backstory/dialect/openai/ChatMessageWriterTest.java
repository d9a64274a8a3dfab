package io.backstory.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Content.Attachment;
import io.backstory.chat.Content.AttachmentKind;
import io.backstory.chat.Content.Base64Source;
import io.backstory.chat.Content.FileIdSource;
import io.backstory.chat.Content.Media;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.Content.Text;
import io.backstory.chat.Content.ToolResult;
import io.backstory.chat.Content.UrlSource;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.dialect.JsonWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that come from another format. */
class ChatMessageWriterTest {

    @Test
    void writes_one_tool_message_for_each_result() {
        Message results = Message.of(
                Role.TOOL,
                new ToolResult("a", List.of(new Text("1"), new Text("2")), false),
                new ToolResult("b", List.of(new Text("no file")), true));

        assertThat(written(results))
                .isEqualTo("{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"1\\n2\"},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":\"Error: no file\"}");
    }

    @Test
    void puts_results_before_what_the_same_message_says() {
        Message mixed = Message.of(Role.USER, new Text("go on"), new ToolResult("a", List.of(new Text("1")), false));

        assertThat(written(mixed))
                .isEqualTo("{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"1\"},"
                        + "{\"role\":\"user\",\"content\":\"go on\"}");
    }

    @Test
    void labels_an_image_in_a_result() {
        Media image = new Media(MediaKind.IMAGE, "image/png", new Base64Source("AAAA"), null, null);

        assertThat(written(Message.of(Role.TOOL, new ToolResult("a", List.of(image), false))))
                .contains("\"content\":\"[image image/png omitted]\"");
    }

    @Test
    void frames_attachments_as_parts_of_their_own() {
        Message message = Message.of(Role.USER, new Attachment("a.txt", AttachmentKind.OTHER, "x"), new Text("see?"));

        assertThat(Wire.tree(written(message)).path("content").findValuesAsText("text"))
                .satisfiesExactly(
                        frame -> assertThat(frame).startsWith("[attachment 1/1 \"a.txt\" "),
                        text -> assertThat(text).isEqualTo("see?"));
    }

    @Test
    void writes_each_kind_of_media_in_its_own_part() {
        Message message = Message.of(
                Role.USER,
                new Media(MediaKind.IMAGE, "", new UrlSource("https://x/y.png"), null, "low"),
                new Media(MediaKind.DOCUMENT, "application/pdf", new Base64Source("AA"), "w.pdf", null),
                new Media(MediaKind.AUDIO, "audio/mpeg", new Base64Source("BB"), null, null));

        assertThat(written(message))
                .isEqualTo("{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x/y.png\",\"detail\":\"low\"}},"
                        + "{\"type\":\"file\",\"file\":{\"filename\":\"w.pdf\","
                        + "\"file_data\":\"data:application/pdf;base64,AA\"}},"
                        + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"BB\",\"format\":\"mp3\"}}]}");
    }

    @Test
    void names_media_this_format_has_no_place_for() {
        Message message = Message.of(
                Role.USER,
                new Media(MediaKind.DOCUMENT, "", new UrlSource("https://x/y.pdf"), null, null),
                new Media(MediaKind.IMAGE, "image/png", new FileIdSource("file_1"), "cat", null));

        assertThat(Wire.tree(written(message)).path("content").findValuesAsText("text"))
                .containsExactly("[document https://x/y.pdf omitted]", "[image \"cat\" image/png omitted]");
    }

    @Test
    void keeps_arguments_as_they_are_and_completes_empty_ones() {
        Message message = Message.of(
                Role.ASSISTANT, new Content.ToolCall("a", "f", "{\"x\": 1.0 }"), new Content.ToolCall("b", "g", ""));

        assertThat(written(message))
                .isEqualTo("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
                        + "{\"id\":\"a\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"f\",\"arguments\":\"{\\\"x\\\": 1.0 }\"}},"
                        + "{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}");
    }

    @Test
    void writes_a_refusal_as_a_part() {
        assertThat(written(Message.of(Role.ASSISTANT, new Content.Refusal("no"))))
                .contains("\"content\":[{\"type\":\"refusal\",\"refusal\":\"no\"}]");
    }

    @Test
    void sends_an_opaque_part_to_its_own_format_alone() {
        Message message = Message.of(
                Role.USER,
                new Content.Opaque("openai-chat", "video_url", Bytes.utf8("{\"type\":\"video_url\"}")),
                new Content.Opaque("anthropic-messages", "search_result", Bytes.utf8("{\"x\":1}")));

        assertThat(written(message)).isEqualTo("{\"role\":\"user\",\"content\":[{\"type\":\"video_url\"}]}");
    }

    @Test
    void leaves_an_assistant_message_without_anything_to_send_out() {
        assertThat(written(Message.of(Role.ASSISTANT, new Content.Reasoning("", "sig"))))
                .isEmpty();
        assertThat(written(Message.of(Role.USER))).isEqualTo("{\"role\":\"user\",\"content\":\"\"}");
    }

    private static String written(Message message) {
        JsonWriter json = new JsonWriter();
        new ChatMessageWriter(json).write(message, true);
        return json.toBytes().utf8();
    }
}
