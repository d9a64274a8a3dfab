package io.backstory.dialect.thin;

import static io.backstory.dialect.thin.Bodies.assertRefused;
import static io.backstory.dialect.thin.Bodies.failure;
import static io.backstory.dialect.thin.Bodies.json;
import static io.backstory.dialect.thin.Bodies.withValue;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the request, broken once: the code and the field at fault. */
class RequestRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    sessionId            | 1
                    newMessage           | 1
                    newMessage           | {}
                    newMessage           | ''
                    newMessage           | []
                    newMessage           | null
                    newMessage[0]        | ['text']
                    newMessage[0].type   | [{'type': 'video'}]
                    newMessage[0].type   | [{'type': 1}]
                    newMessage[0].text   | [{'type': 'text', 'text': ''}]
                    newMessage[0].text   | [{'type': 'text', 'text': 1}]
                    newMessage[0]        | [{'type': 'image'}]
                    newMessage[0]        | [{'type': 'image', 'url': 'http://a/', 'data': 'AAAA'}]
                    newMessage[0].url    | [{'type': 'image', 'url': 'data:image/png;base64,AAAA'}]
                    newMessage[0].url    | [{'type': 'image', 'url': 'file:///etc/passwd'}]
                    newMessage[0].detail | [{'type': 'image', 'url': 'http://a/', 'detail': 1}]
                    newMessage[0].data   | [{'type': 'image', 'mediaType': 'image/png', 'data': 'A'}]
                    newMessage[0].data   | [{'type': 'image', 'mediaType': 'image/png', 'data': 'A-_A'}]
                    newMessage[0].data   | [{'type': 'image', 'mediaType': 'image/png', 'data': ''}]
                    newMessage[0].data   | [{'type': 'image', 'mediaType': 'image/png', 'data': 'A==='}]
                    newMessage[0].mediaType | [{'type': 'image', 'mediaType': 'text/plain', 'data': 'AAAA'}]
                    newMessage[0].mediaType | [{'type': 'file', 'name': 'f', 'mediaType': 'pdf', 'data': 'AAAA'}]
                    newMessage[0].name   | [{'type': 'file', 'name': '', 'mediaType': 'a/b', 'data': 'AAAA'}]
                    context              | {}
                    context[0]           | ['a']
                    context[0].name      | [{'name': '', 'content': ''}]
                    context[0].name      | [{'name': 'a\\nb', 'content': ''}]
                    context[0].name      | [{'name': 'a\\u0085b', 'content': ''}]
                    context[0].name      | [{'name': 'a\\u2028b', 'content': ''}]
                    context[0].name      | [{'name': 1, 'content': ''}]
                    context[0].content   | [{'name': 'a', 'content': ['x']}]
                    context[0].kind      | [{'name': 'a', 'content': '', 'kind': 'SOURCE'}]
                    context[1].kind      | [{'name': 'a', 'content': ''}, {'name': 'a', 'content': '', 'kind': 1}]
                    toolResults          | []
                    toolResults          | {}
                    toolResults[0]       | [null]
                    toolResults[0].callId | [{'callId': '', 'output': ''}]
                    toolResults[0].output | [{'callId': 'c', 'output': {}}]
                    toolResults[0].output | [{'callId': 'c', 'output': []}]
                    toolResults[0].isError | [{'callId': 'c', 'output': '', 'isError': 'no'}]
                    instructions         | 1
                    instructions         | ''
                    tools                | null
                    tools                | {}
                    tools[0].name        | [{'name': ''}]
                    tools[0].description | [{'name': 'a', 'description': 1}]
                    tools[0].parameters  | [{'name': 'a', 'parameters': 'x'}]
                    tools[1]             | [{'name': 'a'}, {'name': 'a'}]
                    toolChoice           | 'always'
                    toolChoice           | true
                    toolChoice.name      | {'name': ''}
                    model                | ''
                    model                | 7
                    stream               | 'true'
                    stream               | null
                    maxOutputTokens      | 0
                    maxOutputTokens      | 1.5
                    maxOutputTokens      | '5'
                    maxOutputTokens      | 2147483648
                    temperature          | 2.1
                    temperature          | -0.1
                    temperature          | '1'
                    responseFormat       | 'json'
                    responseFormat       | 1
                    responseFormat.name  | {'name': '', 'schema': {}}
                    responseFormat.schema | {'name': 'a', 'schema': 'x'}
                    responseFormat.strict | {'name': 'a', 'schema': {}, 'strict': 1}
                    expectedTurn         | -1
                    expectedTurn         | '3'
                    metadata             | []
                    metadata             | {'': 'a'}
                    metadata.a           | {'a': 1}
                    """)
    void a_wrong_value_is_an_invalid_request_at_its_field(String field, String value) {
        assertRefused(withValue(topOf(field), value), Kind.INVALID_REQUEST, field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    newMessage              | {}
                    newMessage              | {'sessionId': 'a', 'stream': true}
                    newMessage              | {'context': [{'name': 'a', 'content': 'b'}]}
                    newMessage              | {'context': [], 'toolResults': [{'callId': 'c', 'output': ''}]}
                    newMessage[0].type      | {'newMessage': [{}]}
                    newMessage[0].text      | {'newMessage': [{'type': 'text'}]}
                    newMessage[0].mediaType | {'newMessage': [{'type': 'image', 'data': 'AAAA'}]}
                    newMessage[0].data      | {'newMessage': [{'type': 'file', 'name': 'f', 'mediaType': 'a/b'}]}
                    newMessage[0].name      | {'newMessage': [{'type': 'file', 'mediaType': 'a/b', 'data': 'AAAA'}]}
                    context[0].name         | {'newMessage': 'a', 'context': [{'content': ''}]}
                    context[0].content      | {'newMessage': 'a', 'context': [{'name': 'n'}]}
                    toolResults[0].callId   | {'toolResults': [{'output': ''}]}
                    toolResults[0].output   | {'toolResults': [{'callId': 'c'}]}
                    tools[0].name           | {'newMessage': 'a', 'tools': [{}]}
                    toolChoice.name         | {'newMessage': 'a', 'toolChoice': {}}
                    responseFormat.name     | {'newMessage': 'a', 'responseFormat': {'schema': {}}}
                    responseFormat.schema   | {'newMessage': 'a', 'responseFormat': {'name': 'n'}}
                    """)
    void a_missing_field_is_named(String field, String body) {
        assertRefused(json(body), Kind.MISSING_REQUIRED_PARAMETER, field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    newMesage                | {'newMesage': 'a'}
                    api_key                  | {'newMessage': 'a', 'api_key': 'sk-1'}
                    base_url                 | {'newMessage': 'a', 'base_url': 'http://evil.example'}
                    role                     | {'newMessage': 'a', 'role': 'system'}
                    messages                 | {'messages': []}
                    newMessage[0].role       | {'newMessage': [{'type': 'text', 'text': 'a', 'role': 'assistant'}]}
                    newMessage[0].name       | {'newMessage': [{'type': 'image', 'url': 'http://a/', 'name': 'n'}]}
                    newMessage[0].url        | {'newMessage': [{'type': 'file', 'url': 'http://a/'}]}
                    context[0].path          | {'newMessage': 'a', 'context': [{'name': 'a', 'content': '', 'path': 'b'}]}
                    toolResults[0].id        | {'toolResults': [{'id': 'c', 'output': ''}]}
                    tools[0].type            | {'newMessage': 'a', 'tools': [{'type': 'function', 'name': 'a'}]}
                    toolChoice.type          | {'newMessage': 'a', 'toolChoice': {'type': 'auto'}}
                    responseFormat.type      | {'newMessage': 'a', 'responseFormat': {'type': 'json_object'}}
                    """)
    void an_unknown_field_is_refused_wherever_it_stands(String field, String body) {
        assertRefused(json(body), Kind.UNKNOWN_FIELD, field);
    }

    @Test
    void an_unknown_field_comes_with_the_name_that_was_meant() {
        assertThat(failure(json("{'newMesage': 'a'}"))).hasMessageContaining("Did you mean \"newMessage\"?");
        assertThat(failure(json("{'newMessage': 'a', 'xyz': 1}"))).hasMessageContaining("Known here: sessionId, ");
    }

    @Test
    void an_endless_unknown_name_is_not_repeated_whole() {
        assertThat(failure(json("{'" + "n".repeat(9000) + "': 1}")).getMessage())
                .hasSizeLessThan(600);
    }

    @Test
    void a_turn_to_go_on_from_is_a_number_from_0() {
        assertThat(new ThinDoor().read(Bytes.utf8(withValue("fromTurn", "0"))).fromTurn())
                .isZero();
        assertRefused(withValue("fromTurn", "-1"), Kind.INVALID_REQUEST, "fromTurn");
    }

    @Test
    void a_request_may_name_itself() {
        assertThat(new ThinDoor()
                        .read(Bytes.utf8(withValue("idempotencyKey", "'k-1'")))
                        .attempt()
                        .key())
                .isEqualTo("k-1");
        assertRefused(withValue("idempotencyKey", "7"), Kind.INVALID_REQUEST, "idempotencyKey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a/b", "a b", "-a", "é"})
    void a_session_id_has_one_form(String id) {
        assertRefused(withValue("sessionId", "'" + id + "'"), Kind.INVALID_SESSION_ID, "sessionId");
    }

    @Test
    void a_call_is_answered_once() {
        assertRefused(
                withValue("toolResults", "[{'callId': 'c', 'output': ''}, {'callId': 'c', 'output': ''}]"),
                Kind.TOOL_CALL_NOT_FOUND,
                "toolResults[1].callId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "'newMessage'",
                "null",
                "{'newMessage': 'a'} {}",
                "{'newMessage': 'a', 'newMessage': 'a'}",
                "{'newMessage': '\\ud83d'}",
                "{'context': [{'name': 'a', 'name': 'b'}]}",
                "{'temperature': NaN}"
            })
    void what_is_not_one_valid_json_object_is_refused_as_json(String body) {
        assertRefused(json(body), Kind.INVALID_JSON, null);
    }

    @Test
    void the_message_says_what_was_found_and_what_to_do() {
        assertThat(failure(withValue("stream", "null")))
                .hasMessage(
                        "stream must be true or false, not null. Leave the field out when there is nothing to say.");
        assertThat(failure(withValue("expectedTurn", "-1")))
                .hasMessage("expectedTurn must be an integer from 0 to 2147483647, not -1.");
    }

    private static String topOf(String path) {
        return path.replaceFirst("[.\\[].*", "");
    }
}
