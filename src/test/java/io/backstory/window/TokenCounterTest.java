package io.backstory.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Content.Attachment;
import io.backstory.chat.Content.AttachmentKind;
import io.backstory.chat.Measure;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Tool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCounterTest {
    private static final TokenCounter O200K = TokenCounter.of("o200k_base");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'', 0, 0",
                "hello world, 2, 2",
                "tiktoken is great!, 6, 6",
                "antidisestablishmentarianism, 6, 6",
                "2 + 2 = 4, 7, 7",
                "お誕生日おめでとう, 8, 9"
            })
    void counts_as_the_published_tokenizers_do(String text, int o200k, int cl100k) {
        assertThat(O200K.count(text)).isEqualTo(o200k);
        assertThat(TokenCounter.of("cl100k_base").count(text)).isEqualTo(cl100k);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<|endoftext|>",
                "<|endofprompt|>",
                "<|fim_prefix|><|fim_middle|><|fim_suffix|>",
                "<|im_start|>system<|im_end|>",
                "\ud800 alone \udc00"
            })
    void reads_special_tokens_and_broken_text_as_ordinary_text(String text) {
        assertThat(O200K.count(text)).isBetween(1, Utf8.length(text));
    }

    @Test
    void knows_one_counter_an_encoding_and_takes_o200k_for_an_unknown_one() {
        assertThat(TokenCounter.of("o200k_base")).isSameAs(O200K);
        assertThat(TokenCounter.of("tekken")).isSameAs(O200K);
        assertThat(TokenCounter.of("cl100k_base")).isNotSameAs(O200K);
    }

    @Test
    void loads_before_the_first_text() {
        TokenCounter edit = TokenCounter.of("p50k_edit");

        edit.preload();

        assertThat(edit.count("hello world")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"o200k_base", "cl100k_base", "p50k_base", "p50k_edit", "r50k_base"})
    void never_makes_more_tokens_than_bytes(String encoding) {
        long seed = System.nanoTime();
        System.out.println("seed of " + encoding + ": " + seed);
        TokenCounter counter = TokenCounter.of(encoding);
        for (String text : hostile(new Random(seed))) {
            assertThat(counter.count(text)).isLessThanOrEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    private static List<String> hostile(Random random) {
        String anything = IntStream.range(0, 2_000)
                .map(i -> random.nextInt(0x3000))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return List.of(
                "漢字仮名交".repeat(500),
                "😀".repeat(2_000),
                "👩‍👩‍👧".repeat(500),
                "a\u0301\u0302\u0303".repeat(500),
                "{\"a\":[1,2,3],\"b\":null}".repeat(200),
                "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=".repeat(100),
                "\u0000".repeat(3_000),
                " ".repeat(1_000_000),
                anything);
    }

    @Test
    void counts_each_kind_of_text_of_new_messages_apart() {
        List<Message> messages =
                List.of(Message.text(Role.USER, "Be brief, please."), Message.text(Role.USER, "漢字仮名交"));
        InputSize size = O200K.count(Measurer.input(messages), messages);

        assertThat(size.yard())
                .isEqualTo(KindSums.of(TextKind.TEXT, O200K.count("Be brief, please."))
                        .plus(TextKind.NON_LATIN, O200K.count("漢字仮名交")));
        assertThat(size.measure().yard()).isEqualTo(O200K.count("Be brief, please.") + O200K.count("漢字仮名交"));
    }

    @Test
    void counts_the_schemas_of_tools() {
        Tool tool = Tool.function("now", "The time.", "{\"type\":\"object\"}");
        int texts = O200K.count("now") + O200K.count("The time.") + O200K.count("{\"type\":\"object\"}");
        HeadSize head = O200K.count(Measurer.head(List.of(), List.of(tool, tool)), List.of(), List.of(tool, tool));

        assertThat(head.tools().yard()).isEqualTo(2 * texts);
        assertThat(head.estimate(Logs.FAMILY)).isEqualTo(3 + 24 + 2 * (6 + texts));
    }

    @Test
    void frames_an_attachment_with_room_for_its_two_lines() {
        String text = "int sum;\n";
        List<Message> message =
                List.of(Message.of(Role.USER, new Attachment("src/Main.java", AttachmentKind.SOURCE, text)));
        Measure counted = O200K.count(Measurer.of(message), message);

        for (String digest : List.of("b41f22f8", "00000000", "ffffffff", "9d01e2aa", "12345678", "a1b2c3d4")) {
            String opening = "[attachment 31/32 \"src/Main.java\" " + digest + "]\n";
            assertThat(O200K.count(opening + text + "[/attachment " + digest + "]\n"))
                    .isBetween(counted.yard() + counted.other() - 16, counted.yard() + counted.other());
        }
    }
}
