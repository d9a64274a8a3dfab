package io.backstory.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Content;
import io.backstory.chat.Content.Attachment;
import io.backstory.chat.Content.AttachmentKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttachmentsTest {
    private static final Attachment SOURCE = new Attachment(
            "src/Main.java", AttachmentKind.SOURCE, "int sum(List<Integer> xs) { return xs.get(xs.size()); }");
    private static final Attachment LOG = new Attachment("test.log", AttachmentKind.LOG, "boom\n");

    @Test
    void frames_an_attachment_with_its_number_name_and_digest() {
        assertThat(Attachments.frame(List.of(SOURCE, LOG, new Content.Text("why?")), 0))
                .isEqualTo("[attachment 1/2 \"src/Main.java\" b41f22f8]\n"
                        + "int sum(List<Integer> xs) { return xs.get(xs.size()); }\n[/attachment b41f22f8]");
    }

    @Test
    void keeps_a_line_end_that_is_already_there() {
        assertThat(Attachments.frame(List.of(SOURCE, LOG), 1))
                .startsWith("[attachment 2/2 \"test.log\" ")
                .contains("]\nboom\n[/attachment ");
    }
}
