package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches of sessions, by the lines of the checklist, on the store that users get. */
class BranchesConformanceTest {
    @TempDir
    Path directory;

    private RunningGateway gateway;

    @BeforeEach
    void start() {
        StoreConfig sqlite = new StoreConfig.Sqlite(directory.resolve("backstory.db"));
        gateway = RunningGateway.start(Wire.OPENAI, new RunningGateway.Settings().withStore(sqlite));
        gateway.provider().reply(Wire.OPENAI.text("One."), Wire.OPENAI.text("Two."), Wire.OPENAI.text("Three."));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void c35_an_earlier_turn_to_go_on_from_makes_a_branch_that_the_name_follows() {
        say("s", "First.");
        say("s", "Second.");

        Reply edited = from("s", 1, "Other.");

        assertThat(edited.at("/turn")).isEqualTo("2");
        assertThat(edited.at("/sessionId")).isEqualTo("s");
        assertThat(edited.header("x-backstory-branch")).startsWith("sess_");
        assertThat(prompt()).containsExactly("First.", "One.", "Other.");
        Reply next = say("s", "More.");
        assertThat(next.at("/turn")).isEqualTo("3");
        assertThat(prompt()).containsExactly("First.", "One.", "Other.", "Three.", "More.");
        assertThat(next.header("x-backstory-branch")).isEqualTo(edited.header("x-backstory-branch"));
    }

    @Test
    void c35_the_branches_are_listed_oldest_first_with_the_current_one_marked() {
        say("s", "First.");
        say("s", "Second.");
        String branch = from("s", 1, "Other.").header("x-backstory-branch");

        JsonNode data = gateway.get("/v1/sessions/s/branches").json().at("/data");

        assertThat(data).extracting(line -> line.at("/id").asText()).containsExactly("s", branch);
        assertThat(data).extracting(line -> line.at("/current").asBoolean()).containsExactly(false, true);
        assertThat(data.at("/1/base").toString()).isEqualTo("{\"sessionId\":\"s\",\"turn\":1}");
        Reply named = gateway.get("/v1/sessions/s");
        assertThat(named.at("/id")).isEqualTo("s");
        assertThat(named.at("/currentBranch")).isEqualTo(branch);
        assertThat(gateway.get("/v1/sessions").json().at("/data")).hasSize(1);
    }

    @Test
    void c35_the_old_line_stays_readable() {
        say("s", "First.");
        Reply second = say("s", "Second.");
        from("s", 1, "Other.");

        assertThat(texts("/v1/sessions/s/items")).containsExactly("First.", "One.", "Other.", "Three.");
        assertThat(texts("/v1/sessions/s/items?line=own")).containsExactly("First.", "One.", "Second.", "Two.");
        assertThat(gateway.get("/v1/sessions/s/turns/2?line=own").body()).isEqualTo(second.body());
        assertThat(gateway.get("/v1/sessions/s/export?line=own").body())
                .contains("Second.")
                .doesNotContain("Other.");
        assertThat(gateway.get("/v1/sessions/s?line=other").at("/code")).isEqualTo("invalid_request");
    }

    @Test
    void c11_c35_a_repeated_request_is_answered_by_the_same_turn_of_the_same_branch() {
        say("s", "First.");
        say("s", "Second.");
        String edit = "{\"sessionId\":\"s\",\"newMessage\":\"Other.\",\"fromTurn\":1,\"idempotencyKey\":\"k\"}";

        Reply first = gateway.post("/chat", edit);
        Reply again = gateway.post("/chat", edit);

        assertThat(again.at("/replayed")).isEqualTo("true");
        assertThat(again.body().replace("\"replayed\":true", "\"replayed\":false"))
                .isEqualTo(first.body());
        assertThat(gateway.get("/v1/sessions/s/branches").json().at("/data")).hasSize(2);
    }

    @Test
    void c35_from_the_newest_turn_it_is_an_ordinary_turn() {
        say("s", "First.");

        Reply next = from("s", 1, "Second.");

        assertThat(next.at("/turn")).isEqualTo("2");
        assertThat(next.header("x-backstory-branch")).isNull();
        assertThat(gateway.get("/v1/sessions/s/branches").json().at("/data")).hasSize(1);
    }

    @Test
    void c35_from_turn_0_it_starts_over() {
        say("s", "First.");

        assertThat(from("s", 0, "Anew.").at("/turn")).isEqualTo("1");
        assertThat(prompt()).containsExactly("Anew.");
    }

    @Test
    void a_branch_that_cannot_be_made_leaves_the_session_free_and_as_it_was() {
        say("s", "First.");

        Reply beyond = from("s", 7, "Other.");
        gateway.provider().reply(Wire.OPENAI.text("Never asked."));

        assertThat(beyond.status()).isEqualTo(400);
        assertThat(beyond.at("/param")).isEqualTo("fromTurn");
        assertThat(say("s", "Second.").at("/turn")).isEqualTo("2");
        assertThat(gateway.get("/v1/sessions/s/branches").json().at("/data")).hasSize(1);
    }

    @Test
    void a_branch_whose_turn_fails_moves_no_name() {
        say("s", "First.");
        say("s", "Second.");

        Reply refused = gateway.post(
                "/chat", "{\"sessionId\":\"s\",\"fromTurn\":1,\"toolResults\":[{\"callId\":\"x\",\"output\":\"y\"}]}");

        assertThat(refused.at("/code")).isEqualTo("tool_call_not_found");
        assertThat(say("s", "Third.").at("/turn")).isEqualTo("3");
        assertThat(gateway.get("/v1/sessions/s/branches").json().at("/data")).hasSize(1);
    }

    @Test
    void c91_a_fork_shows_the_turns_up_to_its_own_and_moves_no_name() {
        say("s", "First.");
        say("s", "Second.");

        Reply fork = gateway.post("/v1/sessions/s/fork", "{\"id\":\"f\",\"fromTurn\":1}");

        assertThat(fork.status()).isEqualTo(201);
        assertThat(fork.json().at("/base").toString()).isEqualTo("{\"sessionId\":\"s\",\"turn\":1}");
        assertThat(fork.at("/turns")).isEqualTo("1");
        assertThat(say("f", "Other.").at("/turn")).isEqualTo("2");
        assertThat(prompt()).containsExactly("First.", "One.", "Other.");
        assertThat(gateway.get("/v1/sessions/s").at("/turns")).isEqualTo("2");
        assertThat(gateway.post("/v1/sessions/s/fork", "{\"id\":\"f\"}").at("/code"))
                .isEqualTo("session_exists");
        assertThat(gateway.post("/v1/sessions/s/fork", "{\"fromTurn\":9}").at("/param"))
                .isEqualTo("fromTurn");
    }

    @Test
    void c92_a_delete_takes_the_branches_along_and_leaves_the_independent_fork() {
        say("s", "First.");
        gateway.post("/v1/sessions/s/fork", "{\"id\":\"branch\"}");
        Reply copy = gateway.post("/v1/sessions/s/fork", "{\"id\":\"copy\",\"independent\":true}");

        Reply deleted = gateway.delete("/v1/sessions/s");

        assertThat(copy.json().at("/base").isNull()).isTrue();
        assertThat(deleted.json().at("/branches").toString()).isEqualTo("[\"branch\"]");
        assertThat(gateway.get("/v1/sessions/branch").at("/code")).isEqualTo("session_not_found");
        assertThat(say("copy", "Second.").at("/turn")).isEqualTo("2");
        assertThat(prompt()).containsExactly("First.", "One.", "Second.");
        assertThat(say("s", "Anew.").at("/turn")).isEqualTo("1");
    }

    @Test
    void the_items_of_a_branch_have_the_ids_they_have_in_its_base() {
        say("s", "First.");
        say("s", "Second.");
        from("s", 1, "Other.");

        List<String> branch = ids("/v1/sessions/s/items");
        List<String> own = ids("/v1/sessions/s/items?line=own");

        assertThat(branch.subList(0, 2)).isEqualTo(own.subList(0, 2));
        assertThat(branch.subList(2, 4)).doesNotContainAnyElementsOf(own);
    }

    private Reply say(String session, String text) {
        return gateway.post("/chat", "{\"sessionId\":\"" + session + "\",\"newMessage\":\"" + text + "\"}");
    }

    private Reply from(String session, int turn, String text) {
        return gateway.post(
                "/chat",
                "{\"sessionId\":\"" + session + "\",\"newMessage\":\"" + text + "\",\"fromTurn\":" + turn + "}");
    }

    private List<String> prompt() {
        JsonNode messages =
                Reply.parse(gateway.provider().lastRequest().body().toString()).at("/messages");
        List<String> texts = new ArrayList<>();
        messages.forEach(message -> texts.add(message.at("/content").asText()));
        return texts;
    }

    private List<String> texts(String path) {
        return items(path).map(item -> item.at("/content/0/text").asText()).toList();
    }

    private List<String> ids(String path) {
        return items(path).map(item -> item.at("/id").asText()).toList();
    }

    private Stream<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        gateway.get(path).json().at("/data").forEach(items::add);
        return items.stream();
    }
}
