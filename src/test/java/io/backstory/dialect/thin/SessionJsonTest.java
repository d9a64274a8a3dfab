package io.backstory.dialect.thin;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Session;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.TurnStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The answers of the sessions API. */
class SessionJsonTest {
    private static final PageQuery ALL = new PageQuery(100, null, false);

    @Test
    void a_session_shows_its_settings_and_its_length() {
        Golden.assertJson(
                SessionJson.session("build-7f3a", SessionSamples.withTools().withRunning(true)), "session.json");
    }

    @Test
    void a_new_session_has_every_member_too() {
        Golden.assertJson(SessionJson.session("build-7f3a", SessionSamples.empty()), "empty.session.json");
    }

    @Test
    void a_page_of_sessions_ends_in_the_id_to_go_on_after() {
        Golden.assertJson(SessionJson.sessions(List.of(SessionSamples.empty()), true), "sessions.json");
    }

    @Test
    void an_empty_page_has_no_last_id() {
        Golden.assertJson(SessionJson.sessions(List.of(), false), "nothing.page.json");
    }

    @Test
    void a_turn_is_listed_as_messages_calls_results_and_thoughts() {
        List<Item> items = SessionSamples.items(SessionSamples.withTools());

        Golden.assertJson(SessionJson.items(ALL.page(items), turn -> turn.seq() == 2), "items.json");
    }

    @Test
    void an_item_id_is_the_response_token_and_a_place() {
        String token = ResponseTokens.of(SessionSamples.withTools(), 2);

        assertThat(SessionSamples.items(SessionSamples.withTools()))
                .extracting(Item::id)
                .endsWith("fco_" + token + "i0", "fco_" + token + "i1", "msg_" + token + "i2", "msg_" + token + "0")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(
            value = TurnStatus.class,
            names = {"INCOMPLETE", "CANCELLED", "PARTIAL"})
    void only_the_last_item_of_a_broken_reply_is_incomplete(TurnStatus status) {
        Message said = Message.text(Role.ASSISTANT, "Half");
        Session session = SessionSamples.session(
                SessionSettings.EMPTY,
                SessionSamples.turn(1, status, List.of(Message.text(Role.USER, "Go")), List.of(said, said)));

        assertThat(SessionSamples.items(session)).extracting(Item::complete).containsExactly(true, true, false);
    }

    @Test
    void an_erased_turn_has_no_items() {
        Session session = SessionSamples.session(
                SessionSettings.EMPTY,
                SessionSamples.turn(1, TurnStatus.ERASED, List.of(Message.of(Role.USER)), List.of()));

        assertThat(SessionSamples.items(session)).isEmpty();
    }

    @Test
    void a_delete_names_what_went_with_the_session() {
        Golden.assertJson(SessionJson.deleted("demo", List.of("sess_a", "sess_b")), "deleted.json");
        Golden.assertJson(SessionJson.deleted("demo", List.of()), "deleted.alone.json");
    }

    @Test
    void a_running_turn_is_named_by_its_number() {
        assertThat(SessionJson.running(8).utf8()).isEqualTo("{\"status\":\"running\",\"turn\":8}");
    }
}
