package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Content;
import io.backstory.chat.Content.Base64Source;
import io.backstory.chat.Content.FileIdSource;
import io.backstory.chat.Content.Media;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.Content.UrlSource;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedContentTest {

    @Test
    void attachments_are_framed_in_order_before_the_question() {
        JsonNode blocks = blocks(
                new Content.Attachment("a.txt", Content.AttachmentKind.LOG, "one"),
                new Content.Attachment("b.txt", Content.AttachmentKind.LOG, "two"),
                new Content.Text("Why?"));

        assertThat(blocks.get(0).get("text").asText()).startsWith("[attachment 1/2 \"a.txt\" ");
        assertThat(blocks.get(1).get("text").asText()).startsWith("[attachment 2/2 \"b.txt\" ");
        assertThat(blocks.get(2).get("text").asText()).isEqualTo("Why?");
    }

    @Test
    void an_image_by_address_is_an_image() {
        assertThat(block(media(MediaKind.IMAGE, "", new UrlSource("https://x/y"))))
                .isEqualTo("{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://x/y\"}}");
    }

    @Test
    void a_text_document_is_sent_as_text() {
        assertThat(block(media(MediaKind.DOCUMENT, "text/plain", new Base64Source("aGk="))))
                .isEqualTo("{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\","
                        + "\"data\":\"hi\"},\"title\":\"f\"}");
    }

    @ParameterizedTest
    @CsvSource({"iVBORw0KGgo, image/png", "/9j/4AAQ, image/jpeg", "R0lGODlh, image/gif", "UklGRg, image/webp"})
    void an_image_without_a_type_is_told_by_its_bytes(String data, String type) {
        assertThat(block(media(MediaKind.IMAGE, "", new Base64Source(data))))
                .contains("\"media_type\":\"" + type + "\"");
    }

    @ParameterizedTest
    @CsvSource({"IMAGE, image/bmp", "AUDIO, audio/wav", "DOCUMENT, application/zip"})
    void what_has_no_place_becomes_a_line_of_text(MediaKind kind, String type) {
        assertThat(block(media(kind, type, new Base64Source("AAAA"))))
                .contains("\"type\":\"text\"", type + " left out");
    }

    @Test
    void a_file_of_another_provider_becomes_a_line_of_text() {
        assertThat(block(media(MediaKind.DOCUMENT, "", new FileIdSource("file_1"))))
                .contains("[document \\\"f\\\" left out")
                .doesNotContain("file_1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1.50}|{\"a\": 1.50}",
                "''|{}",
                "' '|{}",
                "{\"a\":|{\"_raw\":\"{\\\"a\\\":\"}",
                "[1]|{\"_raw\":\"[1]\"}"
            })
    void arguments_are_always_an_object(String arguments, String input) {
        assertThat(ToolInput.object(arguments).utf8()).isEqualTo(input);
    }

    @Test
    void a_legal_id_stays_and_any_other_becomes_one_of_its_own() {
        assertThat(ToolIds.legal("toolu_A-1")).isEqualTo("toolu_A-1");
        assertThat(List.of(ToolIds.legal("a:1"), ToolIds.legal("a/1"), ToolIds.legal("")))
                .doesNotHaveDuplicates()
                .allMatch(ToolIds::isLegal);
    }

    private static Media media(MediaKind kind, String type, Content.MediaSource source) {
        return new Media(kind, type, source, kind == MediaKind.DOCUMENT ? "f" : null, null);
    }

    private static String block(Content content) {
        return blocks(content, new Content.Text("?")).get(0).toString();
    }

    private static JsonNode blocks(Content... content) {
        Message message = Message.of(Role.USER, content);
        return Fixtures.written(Conversations.request(List.of(), message))
                .get("messages")
                .get(0)
                .get("content");
    }
}
