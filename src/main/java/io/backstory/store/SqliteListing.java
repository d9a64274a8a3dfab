package io.backstory.store;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.SessionRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages through a tenant's sessions by last use; the key breaks ties, so that no session is passed over. */
final class SqliteListing {
    private SqliteListing() {}

    static SessionPage page(Connection connection, String tenant, PageRequest page, long now) throws SQLException {
        List<SessionRow> rows = rows(connection, tenant, page, now);
        boolean hasMore = rows.size() > page.limit();
        return new SessionPage(
                rows.stream()
                        .limit(page.limit())
                        .map(row -> new Line(row, List.of()).session(List.of()))
                        .toList(),
                hasMore);
    }

    private static List<SessionRow> rows(Connection connection, String tenant, PageRequest page, long now)
            throws SQLException {
        String order = page.newestFirst() ? "DESC" : "ASC";
        List<@Nullable Object> arguments = new ArrayList<>(List.of(tenant, now));
        String position = "";
        String after = page.after();
        if (after != null) {
            position = " AND (touched, skey) " + (page.newestFirst() ? "<" : ">") + " (?, ?)";
            arguments.add(lastUse(connection, tenant, after));
            arguments.add(new SessionRef(tenant, after).key().unsafeArray());
        }
        return Sql.all(
                connection,
                "SELECT " + SqliteTables.COLUMNS
                        + " FROM session WHERE tenant = ? AND expires > ? AND deleted IS NULL AND base_key IS NULL"
                        + " AND sid NOT GLOB '_*'"
                        + position + " ORDER BY touched " + order + ", skey " + order + " LIMIT " + (page.limit() + 1),
                SqliteTables::session,
                arguments.toArray());
    }

    /** Works for a session deleted meanwhile too: its tombstone still knows the place. */
    private static long lastUse(Connection connection, String tenant, String id) throws SQLException {
        if (!SessionRef.isValidId(id)) {
            throw unknownCursor();
        }
        return new SqliteTables(connection)
                .find(new SessionRef(tenant, id).key())
                .orElseThrow(SqliteListing::unknownCursor)
                .times()
                .touched();
    }

    static ChatException unknownCursor() {
        return new ChatException(Kind.INVALID_CURSOR, "There is no session to go on after.", "after");
    }
}
