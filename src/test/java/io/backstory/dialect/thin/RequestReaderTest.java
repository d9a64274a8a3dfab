package io.backstory.dialect.thin;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Attempt;
import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Content.Attachment;
import io.backstory.chat.Content.AttachmentKind;
import io.backstory.chat.Content.Base64Source;
import io.backstory.chat.Content.Media;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.Content.Text;
import io.backstory.chat.Content.ToolResult;
import io.backstory.chat.Content.UrlSource;
import io.backstory.chat.Message;
import io.backstory.chat.Options;
import io.backstory.chat.ResponseFormat;
import io.backstory.chat.Role;
import io.backstory.chat.Tool;
import io.backstory.chat.ToolChoice;
import io.backstory.chat.TurnRequest;
import io.backstory.chat.TurnRequest.OpenCalls;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a valid body of {@code POST /v1/chat} means. */
class RequestReaderTest {

    @Test
    void a_session_and_a_message_are_enough() {
        TurnRequest request = Golden.readRequest("smallest.request.json");

        assertThat(request)
                .isEqualTo(new TurnRequest(
                        "demo",
                        null,
                        null,
                        null,
                        List.of(Message.text(Role.USER, "Hello")),
                        Options.NONE,
                        false,
                        true,
                        OpenCalls.SYNTHESIZE,
                        null,
                        Map.of(),
                        Attempt.UNKNOWN,
                        null));
    }

    @Test
    void the_session_may_be_named_by_the_header_alone() {
        assertThat(read("{\"newMessage\":\"Hello\"}").sessionId()).isNull();
    }

    @Test
    void reads_every_option() {
        TurnRequest request = Golden.readRequest("full.request.json");
        Options options = request.options();

        assertThat(request.route()).isEqualTo("fast");
        assertThat(request.stream()).isTrue();
        assertThat(request.expectedTurn()).isZero();
        assertThat(request.metadata()).containsOnly(Map.entry("ticket", "42"), Map.entry("ü", ""));
        assertThat(options.maxOutputTokens()).isEqualTo(512);
        assertThat(options.temperature()).isEqualTo(0.25);
        assertThat(options.toolChoice()).isEqualTo(new ToolChoice.Named("read_file"));
    }

    @Test
    void schemas_are_kept_as_they_were_written() {
        TurnRequest request = Golden.readRequest("full.request.json");

        assertThat(request.tools())
                .containsExactly(
                        Tool.function("read_file", "Reads a file", "{\"type\": \"object\", \"x\": 1.50}"),
                        Tool.function("now", null, null));
        assertThat(request.options().responseFormat())
                .isEqualTo(new ResponseFormat.JsonSchema("answer", "{\"type\": \"object\"}", true));
    }

    @Test
    void attachments_stand_before_the_message_in_one_user_message() {
        Message user = lastOf(Golden.readRequest("full.request.json"));

        assertThat(user.role()).isEqualTo(Role.USER);
        assertThat(user.content())
                .containsExactly(
                        new Attachment("src/Main.java", AttachmentKind.SOURCE, "int x;\n"),
                        new Attachment("notes", AttachmentKind.OTHER, ""),
                        new Text("What is in"),
                        new Media(MediaKind.IMAGE, "", new UrlSource("https://example.org/a.png"), null, "low"),
                        new Media(MediaKind.IMAGE, "image/png", new Base64Source("iVBORw=="), null, null),
                        new Media(MediaKind.DOCUMENT, "application/pdf", new Base64Source("JVBERi0x"), "a.pdf", null));
    }

    @Test
    void tool_results_are_one_message_before_the_user_speaks() {
        List<Message> input = Golden.readRequest("full.request.json").input();

        assertThat(input).extracting(Message::role).containsExactly(Role.TOOL, Role.USER);
        assertThat(input.get(0).content())
                .containsExactly(
                        new ToolResult("call_1", List.of(new Text("")), false),
                        new ToolResult("call_2", List.of(new Text("no such file")), true));
    }

    @Test
    void tool_results_alone_are_enough() {
        TurnRequest request = read("{\"toolResults\":[{\"callId\":\"c\",\"output\":\"ok\"}]}");

        assertThat(request.input()).extracting(Message::role).containsExactly(Role.TOOL);
    }

    @Test
    void null_clears_the_instructions_and_absence_keeps_them() {
        assertThat(read("{\"newMessage\":\"a\",\"instructions\":null}").instructions())
                .isEmpty();
        assertThat(read("{\"newMessage\":\"a\"}").instructions()).isNull();
        assertThat(read("{\"newMessage\":\"a\",\"instructions\":\"Be brief.\"}").instructions())
                .containsExactly(Message.text(Role.SYSTEM, "Be brief."));
    }

    @Test
    void an_empty_array_clears_the_tools_and_absence_keeps_them() {
        assertThat(read("{\"newMessage\":\"a\",\"tools\":[]}").tools()).isEmpty();
        assertThat(read("{\"newMessage\":\"a\"}").tools()).isNull();
    }

    @Test
    void tool_choice_may_be_a_word() {
        assertThat(choice("auto")).isEqualTo(ToolChoice.AUTO);
        assertThat(choice("none")).isEqualTo(ToolChoice.NONE);
        assertThat(choice("required")).isEqualTo(ToolChoice.REQUIRED);
    }

    @Test
    void plain_text_may_be_asked_for_by_name() {
        assertThat(read("{\"newMessage\":\"a\",\"responseFormat\":\"text\"}")
                        .options()
                        .responseFormat())
                .isEqualTo(new ResponseFormat.PlainText());
    }

    @Test
    void the_media_type_of_a_file_says_what_it_is() {
        assertThat(kindOfFile("audio/mpeg")).isEqualTo(MediaKind.AUDIO);
        assertThat(kindOfFile("image/jpeg")).isEqualTo(MediaKind.IMAGE);
        assertThat(kindOfFile("text/plain")).isEqualTo(MediaKind.DOCUMENT);
    }

    @Test
    void white_space_around_the_body_means_nothing() {
        assertThat(read(" \n{ \"newMessage\" : \"a\" }\r\n").input()).hasSize(1);
    }

    private static MediaKind kindOfFile(String mediaType) {
        Content file = lastOf(read("{\"newMessage\":[{\"type\":\"file\",\"name\":\"f\",\"mediaType\":\"" + mediaType
                        + "\",\"data\":\"AAAA\"}]}"))
                .content()
                .get(0);
        return ((Media) file).kind();
    }

    private static @Nullable ToolChoice choice(String word) {
        return read("{\"newMessage\":\"a\",\"toolChoice\":\"" + word + "\"}")
                .options()
                .toolChoice();
    }

    private static Message lastOf(TurnRequest request) {
        return request.input().get(request.input().size() - 1);
    }

    private static TurnRequest read(String body) {
        return new ThinDoor().read(Bytes.utf8(body));
    }
}
