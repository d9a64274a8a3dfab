package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules themselves: they pass what is recorded and catch what the provider refuses. */
class ProviderRulesTest {
    private static final String CALL =
            "{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'f','input':{}}]}";
    private static final String RESULT = "{'type':'tool_result','tool_use_id':'t'}";

    @ParameterizedTest
    @ValueSource(
            strings = {"01_plain", "02_multiturn", "03_toolcall", "04_toolresult", "05_media", "07_tool_error_result"})
    void recorded_requests_keep_them(String name) {
        ProviderRules.check(Fixtures.json(name + ".request.json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'role':'assistant','content':'Hi'}",
                "{'role':'user','content':''}",
                "{'role':'user','content':[]}",
                "{'role':'user','content':[{'type':'text','text':' '}]}",
                "{'role':'user','content':'Hi'}," + CALL,
                "{'role':'user','content':'Hi'}," + CALL + ",{'role':'user','content':'Hi'}",
                "{'role':'user','content':'Hi'}," + CALL + ",{'role':'user','content':[{'type':'text','text':'Hi'},"
                        + RESULT + "]}",
                "{'role':'user','content':[" + RESULT + "]}",
                "{'role':'user','content':[{'type':'tool_result','tool_use_id':'a:1'}]}"
            })
    void what_breaks_them_is_caught(String messages) {
        assertThatThrownBy(() -> check(messages)).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_result_at_the_head_answers_a_call() {
        check("{'role':'user','content':'Hi'}," + CALL + ",{'role':'user','content':[" + RESULT
                + ",{'type':'text','text':'Hi'}]}");
    }

    private static void check(String messages) {
        String request = "{'max_tokens':1,'messages':[" + messages + "]}";
        ProviderRules.check(Fixtures.json(Bytes.utf8(request.replace('\'', '"'))));
    }
}
