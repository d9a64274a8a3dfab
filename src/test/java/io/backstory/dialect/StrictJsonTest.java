package io.backstory.dialect;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Test
    void gives_the_exact_bytes_of_each_member_in_order() {
        Map<String, Bytes> members = StrictJson.members(
                Bytes.utf8("{ \"b\" : {\"x\": 1.50 } ,\"a\":[1, 2],\"é\":\"\\u00e9\", \"n\":-1e3 }"));

        assertThat(members.keySet()).containsExactly("b", "a", "é", "n");
        assertThat(members.get("b")).isEqualTo(Bytes.utf8("{\"x\": 1.50 }"));
        assertThat(members.get("a")).isEqualTo(Bytes.utf8("[1, 2]"));
        assertThat(members.get("é")).isEqualTo(Bytes.utf8("\"\\u00e9\""));
        assertThat(members.get("n")).isEqualTo(Bytes.utf8("-1e3"));
    }

    @Test
    void gives_the_exact_bytes_of_each_element() {
        assertThat(StrictJson.elements(Bytes.utf8("[ {\"a\":\"ü\"}, true,null , 12 ]")))
                .containsExactly(Bytes.utf8("{\"a\":\"ü\"}"), Bytes.utf8("true"), Bytes.utf8("null"), Bytes.utf8("12"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"a\":1} x",
                "{\"a\":1}{}",
                "{\"a\":1,\"a\":2}",
                "{\"o\":{\"a\":1,\"a\":2}}",
                "{\"a\":NaN}",
                "{\"a\":[1e999999999]}",
                "{\"a\":1,}",
                "{\"a\":\"\\ud83d\"}",
                "{\"a\":[\"\\udc00x\"]}",
                "{\"\\ud83dx\":1}",
                "{'a':1}",
                "{\"a\":01}"
            })
    void refuses_what_is_not_exactly_one_valid_object(String json) {
        assertThatThrownBy(() -> StrictJson.members(Bytes.utf8(json)))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID_JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e9795449612", "[1e-9795449612]"})
    void refuses_a_number_no_tree_can_hold(String json) {
        assertThatThrownBy(() -> StrictJson.tree(Bytes.utf8(json)))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID_JSON));
    }

    @Test
    void accepts_a_whole_surrogate_pair() {
        assertThat(StrictJson.members(Bytes.utf8("{\"a\":\"\\ud83d\\ude00 😀\"}")))
                .hasSize(1);
    }

    @Test
    void refuses_65_levels_and_accepts_64() {
        assertThat(StrictJson.members(nested(64))).hasSize(1);
        assertThatThrownBy(() -> StrictJson.members(nested(65))).hasMessageContaining("64 levels");
    }

    @Test
    void refuses_a_number_of_101_characters() {
        assertThatThrownBy(() -> StrictJson.members(Bytes.utf8("{\"a\":" + "1".repeat(101) + "}")))
                .hasMessageContaining("100 characters");
    }

    @Test
    void refuses_bytes_that_are_not_utf_8() {
        byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> StrictJson.members(Bytes.wrap(latin1))).isInstanceOf(ChatException.class);
    }

    @Test
    void refuses_other_unicode_encodings() {
        for (Charset charset : List.of(UTF_16, UTF_16BE, UTF_16LE, Charset.forName("UTF-32"))) {
            assertThatThrownBy(() -> StrictJson.members(Bytes.wrap("{\"a\":1}".getBytes(charset))))
                    .isInstanceOf(ChatException.class);
        }
    }

    @Test
    void refuses_a_number_that_no_decimal_can_hold() {
        assertThatThrownBy(() -> StrictJson.tree(Bytes.utf8("{\"a\":1e99999999999}")))
                .isInstanceOf(ChatException.class);
    }

    @Test
    void says_where_the_text_stops_being_json() {
        assertThatThrownBy(() -> StrictJson.members(Bytes.utf8("{\"a\":1,\n\"b\":?}")))
                .hasMessageContaining("line 2");
    }

    private static Bytes nested(int depth) {
        int inner = depth - 1;
        return Bytes.utf8("{\"a\":" + "[".repeat(inner) + "]".repeat(inner) + "}");
    }
}
