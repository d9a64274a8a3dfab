package io.backstory.dialect.thin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageQueryTest {
    private static final List<Item> NINETY = SessionSamples.items(SessionSamples.ofLength(45));

    @Test
    void nothing_asked_for_means_twenty_from_the_start() {
        assertThat(PageQuery.parse(null, null, null, true)).isEqualTo(new PageQuery(20, null, true));
        assertThat(PageQuery.parse(null, null, null, false)).isEqualTo(new PageQuery(20, null, false));
    }

    @Test
    void the_order_asked_for_wins_over_the_usual_one() {
        assertThat(PageQuery.parse("1", "x", "asc", true)).isEqualTo(new PageQuery(1, "x", false));
        assertThat(PageQuery.parse("100", "x", "desc", false)).isEqualTo(new PageQuery(100, "x", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "101", "-1", "1.5", "ten", "99999999999", "٣"})
    void a_limit_is_a_number_from_1_to_100(String limit) {
        assertThatThrownBy(() -> PageQuery.parse(limit, null, null, true))
                .isInstanceOfSatisfying(ChatException.class, e -> assertFault(e, Kind.INVALID_REQUEST, "limit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ASC", "newest"})
    void an_order_is_asc_or_desc(String order) {
        assertThatThrownBy(() -> PageQuery.parse(null, null, order, true))
                .isInstanceOfSatisfying(ChatException.class, e -> assertFault(e, Kind.INVALID_REQUEST, "order"));
    }

    @ParameterizedTest
    @CsvSource({"20, false", "20, true", "1, false", "45, true", "89, false", "90, true", "100, false"})
    void paging_through_shows_each_item_once_in_order(int limit, boolean newestFirst) {
        List<Item> expected = new ArrayList<>(NINETY);
        if (newestFirst) {
            Collections.reverse(expected);
        }

        assertThat(readAll(limit, newestFirst)).isEqualTo(expected);
    }

    @Test
    void the_last_page_says_so() {
        assertThat(new PageQuery(90, null, false).page(NINETY).hasMore()).isFalse();
        assertThat(new PageQuery(89, null, false).page(NINETY).hasMore()).isTrue();
        assertThat(new PageQuery(20, NINETY.get(89).id(), false).page(NINETY).items())
                .isEmpty();
    }

    @Test
    void an_unknown_cursor_is_refused() {
        PageQuery query = new PageQuery(20, "msg_unknown", false);

        assertThatThrownBy(() -> query.page(NINETY))
                .isInstanceOfSatisfying(ChatException.class, e -> assertFault(e, Kind.INVALID_CURSOR, "after"));
    }

    private static List<Item> readAll(int limit, boolean newestFirst) {
        List<Item> read = new ArrayList<>();
        ItemPage page = new PageQuery(limit, null, newestFirst).page(NINETY);
        read.addAll(page.items());
        while (page.hasMore()) {
            page = new PageQuery(limit, read.get(read.size() - 1).id(), newestFirst).page(NINETY);
            read.addAll(page.items());
        }
        return read;
    }

    private static void assertFault(ChatException failure, Kind kind, String param) {
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.param()).isEqualTo(param);
    }
}
