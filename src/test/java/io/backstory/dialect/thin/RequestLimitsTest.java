package io.backstory.dialect.thin;

import static io.backstory.dialect.thin.Bodies.assertAccepted;
import static io.backstory.dialect.thin.Bodies.assertRefused;
import static io.backstory.dialect.thin.Bodies.withValue;

import io.backstory.chat.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of each thing a request may hold: the most that passes, and one more. */
class RequestLimitsTest {

    @Test
    void a_session_id_has_128_characters_at_most() {
        assertAccepted(withValue("sessionId", "'" + "a".repeat(128) + "'"));
        assertRefused(withValue("sessionId", "'" + "a".repeat(129) + "'"), Kind.INVALID_SESSION_ID, "sessionId");
    }

    @Test
    void an_attachment_name_has_200_characters_at_most() {
        assertAccepted(withValue("context", "[{'name': '" + "😀".repeat(200) + "', 'content': ''}]"));
        assertRefused(
                withValue("context", "[{'name': '" + "a".repeat(201) + "', 'content': ''}]"),
                Kind.INVALID_REQUEST,
                "context[0].name");
    }

    @Test
    void thirty_two_attachments_are_the_most() {
        assertAccepted(withValue("context", array("{'name': 'a', 'content': ''}", 32)));
        assertRefused(withValue("context", array("{'name': 'a', 'content': ''}", 33)), Kind.TOO_MANY_ITEMS, "context");
    }

    @Test
    void two_hundred_and_fifty_six_parts_or_results_are_the_most() {
        assertAccepted(withValue("newMessage", array("{'type': 'text', 'text': 'a'}", 256)));
        assertRefused(
                withValue("newMessage", array("{'type': 'text', 'text': 'a'}", 257)),
                Kind.TOO_MANY_ITEMS,
                "newMessage");
        assertRefused(
                withValue("toolResults", array("{'callId': 'c', 'output': ''}", 257)),
                Kind.TOO_MANY_ITEMS,
                "toolResults");
    }

    @Test
    void metadata_has_sixteen_pairs_of_bounded_size_at_most() {
        assertAccepted(withValue("metadata", pairs(16, 64, 512)));
        assertRefused(withValue("metadata", pairs(17, 64, 512)), Kind.INVALID_REQUEST, "metadata");
        assertRefused(withValue("metadata", pairs(1, 65, 1)), Kind.INVALID_REQUEST, "metadata");
        assertRefused(withValue("metadata", pairs(1, 1, 513)), Kind.INVALID_REQUEST, "metadata.a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2147483647"})
    void the_output_may_have_any_number_of_tokens(String tokens) {
        assertAccepted(withValue("maxOutputTokens", tokens));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "2.0", "1e0", "0.7"})
    void temperature_is_a_number_from_0_to_2(String temperature) {
        assertAccepted(withValue("temperature", temperature));
    }

    private static String array(String element, int times) {
        return "[" + (element + ",").repeat(times - 1) + element + "]";
    }

    private static String pairs(int count, int keyLength, int valueLength) {
        StringBuilder pairs = new StringBuilder("{");
        for (char key = 'a'; key < 'a' + count; key++) {
            pairs.append(key == 'a' ? "" : ",")
                    .append('\'')
                    .append(Character.toString(key).repeat(keyLength));
            pairs.append("': '").append("v".repeat(valueLength)).append('\'');
        }
        return pairs.append('}').toString();
    }
}
