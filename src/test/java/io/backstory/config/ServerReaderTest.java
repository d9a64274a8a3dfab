package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"8080", ":8080", "host", "a b:1", "::1:80", "host:", "host:http", "-a:1"})
    void an_address_has_a_host_and_a_port(String address) {
        assertThat(problems("server: {listen: \"" + address + "\"}\n"))
                .containsExactly(
                        "6:18 server.listen" + " | An address is host:port, such as 127.0.0.1:8080 or 0.0.0.0:8080.");
    }

    @Test
    void a_port_ends_at_65535() {
        assertThat(problems("server: {listen: localhost:65536}\n"))
                .containsExactly("6:18 server.listen | A port is a number from 0 to 65535.");
    }

    @Test
    void management_has_a_port_of_its_own() {
        assertThat(problems("server: {management: 127.0.0.1:8080}\n"))
                .containsExactly("6:22 server.management"
                        + " | The doors listen on port 8080 too. Management needs a port of its own.");
    }

    @ParameterizedTest
    @CsvSource({"drain, 30", "drain, 30sec", "drain, -1s", "drain, 1.5s", "drain, P1D"})
    void a_duration_has_a_unit(String key, String value) {
        assertThat(problems("server: {" + key + ": " + value + "}\n"))
                .containsExactly(
                        "6:17 server.drain" + " | A duration is a number with a unit: 250ms, 30s, 5m, 12h or 30d.");
    }

    @Test
    void a_duration_is_in_range() {
        assertThat(problems("server: {drain: 2h}\n"))
                .containsExactly("6:17 server.drain | A duration from 0ms to 1h is expected.");
        assertThat(problems("sessions: {ttl: 1s}\n"))
                .containsExactly("6:17 sessions.ttl | A duration from 1m to 3650d is expected.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4MB", "4 MiB", "4m", "x", "-1"})
    void a_size_is_bytes_or_has_a_binary_unit(String size) {
        assertThat(problems("server: {maxBodyBytes: " + size + "}\n"))
                .containsExactly("6:24 server.maxBodyBytes"
                        + " | A size is a number of bytes, or one with a unit: 64KiB, 4MiB or 1GiB.");
    }

    @Test
    void a_size_is_in_range() {
        assertThat(problems("server: {maxBodyBytes: 2GiB}\n"))
                .containsExactly("6:24 server.maxBodyBytes | A size from 1,024 to 1,073,741,824 bytes is expected.");
    }

    @Test
    void a_value_has_the_shape_of_its_setting() {
        assertThat(problems("server: {drain: [1s], listen: , maxBodyBytes: {a: 1}}\nlogging: info\n"))
                .containsExactly(
                        "6:17 server.drain | A single value is expected here, not a list.",
                        "6:30 server.listen | The value is missing.",
                        "6:47 server.maxBodyBytes | A single value is expected here, not a group.",
                        "7:10 logging | A group of settings is expected here, such as \"name: value\" lines, indented.");
    }

    @Test
    void the_memory_store_has_no_path() {
        assertThat(problems("sessions: {store: {type: memory, path: x}}\n"))
                .containsExactly("6:40 sessions.store.path"
                        + " | The memory store has no path. Remove it, or use type: sqlite.");
    }

    @ParameterizedTest
    @ValueSource(strings = {":memory:", "file:a.db", "a.db?mode=memory", "", "\\0"})
    void a_path_that_sqlite_reads_as_something_else_is_refused(String path) {
        assertThat(problems("sessions: {store: {path: \"" + path + "\"}}\n"))
                .singleElement()
                .asString()
                .startsWith("6:26 sessions.store.path | ");
    }

    @Test
    void another_version_is_refused() {
        assertThat(ConfigFiles.problems(ConfigFiles.SMALLEST.replace("version: 1", "version: 2")))
                .containsExactly("1:10 version | This gateway reads version 1 of the configuration.");
        assertThat(ConfigFiles.problems(ConfigFiles.SMALLEST.replace("version: 1\n", "")))
                .containsExactly("1:1 version | version is missing. Write version: 1.");
    }

    private static List<String> problems(String sections) {
        return ConfigFiles.problems(ConfigFiles.smallestAnd(sections));
    }
}
