package io.backstory.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedBpeTest {
    private int seen;
    private final TokenCounter counter = new TokenCounter(this::tokenize);

    @Test
    void tokenizes_the_beginning_of_a_huge_text_and_counts_the_rest_by_bytes() {
        int tokens = counter.count(" ".repeat(1_000_000));

        assertThat(seen).isEqualTo(BoundedBpe.PER_TEXT);
        assertThat(tokens).isEqualTo(1 + 1_000_000 - BoundedBpe.PER_TEXT);
    }

    @Test
    void tokenizes_a_text_at_the_limit_whole() {
        assertThat(counter.count("a".repeat(BoundedBpe.PER_TEXT))).isEqualTo(1);
    }

    @Test
    void tokenizes_a_mebibyte_of_one_request_however_many_texts_it_has() {
        Message part = Message.text(Role.USER, "a".repeat(BoundedBpe.PER_TEXT));

        List<Message> parts = Collections.nCopies(40, part);
        int tokens = counter.count(Measurer.of(parts), parts).yard();

        assertThat(seen).isEqualTo(BoundedBpe.PER_REQUEST);
        assertThat(tokens).isBetween(36 * BoundedBpe.PER_TEXT, 36 * BoundedBpe.PER_TEXT + 40 * 5);
    }

    @Test
    void never_parts_a_character() {
        String smileys = "x" + "😀".repeat(BoundedBpe.PER_TEXT / 4);

        counter.count(smileys);

        assertThat(seen).isEqualTo(BoundedBpe.PER_TEXT - 3);
    }

    @Test
    void sizes_utf8_as_the_encoder_does() {
        for (String text : List.of("", "abc", "äöü", "漢字", "😀x😀")) {
            assertThat(Utf8.length(text)).isEqualTo(Bytes.utf8(text).length());
        }
    }

    private int tokenize(String text) {
        seen += Utf8.length(text);
        return 1;
    }
}
