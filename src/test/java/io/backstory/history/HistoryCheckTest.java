package io.backstory.history;

import static io.backstory.history.Story.message;
import static io.backstory.history.Story.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.history.Event.Row;
import io.backstory.history.Violation.Rule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each broken promise is found, and nothing else is. */
class HistoryCheckTest {
    private final Story story = new Story();

    private List<Rule> found() {
        return HistoryCheck.of(story.history).stream()
                .map(Violation::rule)
                .distinct()
                .toList();
    }

    @Test
    void a_clean_history_has_no_violation() {
        story.turn(1).turn(2, 1).shows(80, 1, 2).sent(3, 3).asked(3, 1, 2).refused(3);
        story.sent(4, 3)
                .call("r4", message(3), true, List.of(message(1), "r1", message(2), "r2"))
                .unclear(4);
        story.shows(90, 1, 2);

        assertThat(found()).isEmpty();
    }

    @Test
    void an_acknowledged_turn_that_is_not_stored_is_lost() {
        story.turn(1).turn(2, 1).shows(90, 1);
        assertThat(found()).containsExactly(Rule.LOST);
    }

    @Test
    void a_turn_that_was_deleted_is_not_lost() {
        story.turn(1).deleting(80).deleted(80).shows(90, new Row[0]);
        assertThat(found()).isEmpty();
    }

    @Test
    void a_turn_that_may_have_been_deleted_is_not_lost() {
        story.turn(1).deleting(80).unclear(80).turn(2).shows(90, 2);
        assertThat(found()).isEmpty();
    }

    @Test
    void a_message_stored_twice_for_one_try_is_a_duplicate() {
        story.turn(1).call("r2", message(1), true, List.of(message(1), "r1"));
        story.shows(90, row(1, 1), new Row(2, message(1), Ids.reply("r2", message(1)), true));
        assertThat(found()).containsExactly(Rule.DUPLICATE);
    }

    @Test
    void a_message_stored_twice_for_two_tries_without_a_key_is_none() {
        story.sent(1, 1).asked(1).unclear(1).sent(2, 1);
        story.call("r2", message(1), true, List.of(message(1), "r1"))
                .answered(2, 2, Ids.reply("r2", message(1)), false);
        story.shows(90, row(1, 1), new Row(2, message(1), Ids.reply("r2", message(1)), true));
        assertThat(found()).isEmpty();
    }

    @Test
    void a_message_stored_twice_for_two_tries_with_one_key_is_a_duplicate() {
        story.sent(1, 1, "k").asked(1).unclear(1).sent(2, 1, "k");
        story.call("r2", message(1), true, List.of(message(1), "r1"))
                .answered(2, 2, Ids.reply("r2", message(1)), false);
        story.shows(90, row(1, 1), new Row(2, message(1), Ids.reply("r2", message(1)), true));
        assertThat(found()).containsExactly(Rule.DUPLICATE);
    }

    @Test
    void a_number_left_out_is_a_gap() {
        story.turn(1).turn(2, 1).shows(90, row(1, 1), new Row(3, message(2), reply(2), true));
        assertThat(found()).contains(Rule.GAP).isSubsetOf(Rule.GAP, Rule.LOST);
    }

    @Test
    void a_turn_asked_without_the_one_before_has_the_wrong_parent() {
        story.turn(1).sent(2, 2).unclear(2).sent(3, 3).asked(2, 1).asked(3, 1);
        story.answered(3, 3, 3).shows(90, 1, 2, 3);
        assertThat(found()).containsExactlyInAnyOrder(Rule.WRONG_PARENT, Rule.FORK);
    }

    @Test
    void a_prompt_that_leaves_out_a_turn_in_the_middle_has_the_wrong_parent() {
        story.turn(1).turn(2, 1).sent(3, 3).asked(3, 2).refused(3).shows(90, 1, 2);
        assertThat(found()).containsExactly(Rule.WRONG_PARENT);
    }

    @Test
    void two_turns_after_the_same_turn_are_a_fork() {
        story.turn(1)
                .sent(2, 2)
                .sent(3, 3)
                .asked(2, 1)
                .asked(3, 1)
                .answered(2, 2, 2)
                .answered(3, 2, 3);
        story.deleting(80).deleted(80).shows(90, new Row[0]);
        assertThat(found()).containsExactly(Rule.FORK);
    }

    @Test
    void a_session_that_begins_twice_is_a_fork() {
        story.sent(1, 1)
                .sent(2, 2)
                .asked(1)
                .asked(2)
                .answered(1, 1, 1)
                .answered(2, 1, 2)
                .shows(90, 2);
        assertThat(found()).contains(Rule.FORK).isSubsetOf(Rule.FORK, Rule.LOST);
    }

    @Test
    void a_prompt_without_what_was_acknowledged_before_is_an_inversion() {
        story.turn(1).turn(2, 1).sent(3, 3).asked(3, 1).refused(3).shows(90, 1, 2);
        assertThat(found()).containsExactly(Rule.INVERSION);
    }

    @Test
    void a_read_without_what_was_acknowledged_before_is_an_inversion() {
        story.turn(1).turn(2, 1).shows(80, 1).shows(90, 1, 2);
        assertThat(found()).containsExactly(Rule.INVERSION);
    }

    @Test
    void a_prompt_that_shows_another_tenant_is_found() {
        story.in("globex", "s").turn(7).shows(80, 7).in("acme", "s").sent(1, 1);
        story.call("r1", message(1), true, List.of("globex-canary-7", "r7"))
                .refused(1)
                .shows(90, new Row[0]);
        assertThat(found()).containsExactly(Rule.FOREIGN_CANARY);
    }

    @Test
    void an_answer_that_shows_another_tenant_is_found() {
        story.sent(1, 1)
                .asked(1)
                .answered(1, 1, "r1 answers globex-canary-7", false)
                .shows(90, 1);
        assertThat(found()).containsExactly(Rule.FOREIGN_CANARY);
    }

    @Test
    void an_answer_to_another_message_is_found() {
        story.sent(1, 1)
                .sent(2, 2)
                .asked(1)
                .asked(2, 1)
                .answered(1, 1, 1)
                .answered(2, 1, 1)
                .shows(90, 1);
        assertThat(found()).containsExactly(Rule.WRONG_ANSWER);
    }

    @Test
    void a_message_without_reply_is_half_stored() {
        story.sent(1, 1).asked(1).unclear(1).shows(90, new Row(1, message(1), null, true));
        assertThat(found()).containsExactly(Rule.HALF_STORED);
    }

    @Test
    void a_refused_turn_that_is_stored_is_found() {
        story.sent(1, 1).asked(1).refused(1).shows(90, 1);
        assertThat(found()).containsExactly(Rule.REFUSED_BUT_STORED);
    }

    @Test
    void a_stream_that_ends_without_its_marker_is_found() {
        story.sent(1, 1).asked(1).add(new Event.Silent(1)).shows(90, 1);
        assertThat(found()).containsExactly(Rule.NO_MARKER);
    }

    @Test
    void a_cut_reply_that_is_stored_as_whole_is_truncated() {
        story.sent(1, 1).cut(1).unclear(1).shows(90, new Row(1, message(1), "r1 answers " + message(1), true));
        assertThat(found()).containsExactly(Rule.TRUNCATED);
    }

    @Test
    void a_cut_reply_that_is_marked_as_such_is_none() {
        story.sent(1, 1).cut(1).unclear(1).shows(90, new Row(1, message(1), "r1 answers " + message(1), false));
        assertThat(found()).isEmpty();
    }

    @Test
    void two_answers_run_together_are_truncated() {
        String both = "r1 answers acme" + Ids.reply("r2", message(1));
        story.sent(1, 1).cut(1).call("r2", message(1), true, List.of()).answered(1, 1, both, false);
        story.shows(90, new Row(1, message(1), Ids.reply("r2", message(1)), true));
        assertThat(found()).contains(Rule.TRUNCATED);
    }

    @Test
    void a_key_with_two_answers_is_found() {
        story.sent(1, 1, "k").asked(1).answered(1, 1, 1).sent(2, 1, "k");
        story.call("r2", message(1), true, List.of(message(1), "r1"))
                .answered(2, 2, Ids.reply("r2", message(1)), false);
        story.deleting(80).deleted(80).shows(90, new Row[0]);
        assertThat(found()).containsExactly(Rule.KEY_ANSWERED_TWICE);
    }

    @Test
    void a_key_may_be_answered_again_in_the_session_that_begins_after_a_deletion() {
        story.sent(1, 1, "k").sent(2, 1, "k").asked(1).answered(2, 1, 1);
        story.deleting(80).deleted(80).call("r2", message(1), true, List.of(message(1)));
        story.answered(1, 1, Ids.reply("r2", message(1)), false)
                .shows(90, new Row(1, message(1), Ids.reply("r2", message(1)), true));
        assertThat(found()).doesNotContain(Rule.KEY_ANSWERED_TWICE);
    }

    @Test
    void a_replay_that_asks_the_provider_is_found() {
        story.sent(1, 1, "k").asked(1).answered(1, 1, 1).sent(2, 1, "k");
        story.call("r2", message(1), true, List.of(message(1), "r1"))
                .answered(2, 1, reply(1), true)
                .shows(90, 1);
        assertThat(found()).containsExactly(Rule.REPLAY_ASKED);
    }

    @Test
    void a_turn_that_ran_while_its_session_was_deleted_must_not_come_back() {
        story.sent(1, 1).asked(1).deleting(80).deleted(80).answered(1, 1, 1).shows(90, 1);
        assertThat(found()).containsExactly(Rule.CAME_BACK);
    }

    @Test
    void a_prompt_must_not_show_what_was_deleted() {
        story.turn(1).deleting(80).deleted(80).sent(2, 2).asked(2, 1).refused(2).shows(90, new Row[0]);
        assertThat(found()).containsExactly(Rule.CAME_BACK);
    }

    @Test
    void a_violation_shows_the_events_that_prove_it() {
        story.turn(1).turn(2, 1).shows(90, 1);

        assertThat(HistoryCheck.of(story.history).get(0).toString()).contains("LOST", message(2), "resp_2", "Scanned");
    }

    @Test
    void a_history_can_be_written_and_checked_again(@TempDir Path directory) throws Exception {
        story.turn(1)
                .turn(2, 1)
                .deleting(80)
                .unclear(80)
                .sent(3, 3, "k")
                .refused(3)
                .shows(90, 1, 2);
        Path file = directory.resolve("history.jsonl");
        story.history.write(file);

        assertThat(History.read(file).events()).isEqualTo(story.history.events());
    }

    private static Row row(int turn, int number) {
        return new Row(turn, message(number), reply(number), true);
    }
}
