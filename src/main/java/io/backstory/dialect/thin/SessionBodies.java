package io.backstory.dialect.thin;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of the sessions API. An empty body is an empty object; fields nobody knows are refused. */
public final class SessionBodies {
    private static final List<String> SETTINGS = List.of("instructions", "tools", "model", "metadata", "ttlSeconds");
    private static final List<String> CREATION =
            List.of("id", "instructions", "tools", "model", "metadata", "ttlSeconds");
    private static final List<String> FORK = List.of("id", "fromTurn", "independent");
    private static final Bytes NOTHING = Bytes.utf8("{}");
    private static final int MINUTE = 60;
    private static final int TEN_YEARS = 3650 * 24 * 3600;

    private SessionBodies() {}

    /**
     * A session to be made.
     *
     * @param id null when the gateway is to make one
     */
    public record Creation(@Nullable String id, UnaryOperator<SessionSettings> settings) {}

    /**
     * A branch to be made.
     *
     * @param id null when the gateway is to make one
     * @param fromTurn the last turn it shares; null for the newest
     * @param independent whether the turns are copied, so that it outlives the session it comes from
     */
    public record Fork(@Nullable String id, @Nullable Integer fromTurn, boolean independent) {}

    public static Creation creation(Bytes body) {
        Fields fields = fields(body, CREATION);
        return new Creation(id(fields), settings(fields));
    }

    /** What a {@code PATCH} changes: a field that is absent stays, {@code null} clears. */
    public static UnaryOperator<SessionSettings> patch(Bytes body) {
        return settings(fields(body, SETTINGS));
    }

    public static Fork fork(Bytes body) {
        Fields fields = fields(body, FORK);
        Boolean independent = fields.read("independent", JsonField::truth);
        return new Fork(
                id(fields), fields.read("fromTurn", field -> field.integer(0)), Boolean.TRUE.equals(independent));
    }

    /** A route whose address says everything. */
    public static void empty(Bytes body) {
        fields(body, List.of());
    }

    private static Fields fields(Bytes body, List<String> known) {
        return Fields.ofBody(body.isEmpty() ? NOTHING : body, known);
    }

    private static @Nullable String id(Fields fields) {
        return fields.read("id", field -> {
            String id = field.text();
            if (!SessionRef.isValidId(id)) {
                throw new ChatException(
                        Kind.INVALID_SESSION_ID, SessionRef.invalidId().getMessage(), "id");
            }
            return id;
        });
    }

    /** Everything is read once before anything is changed, so that nothing begins with a bad body. */
    private static UnaryOperator<SessionSettings> settings(Fields fields) {
        changed(SessionSettings.EMPTY, fields);
        return before -> changed(before, fields);
    }

    private static SessionSettings changed(SessionSettings before, Fields fields) {
        SessionSettings after = before;
        for (String name : SETTINGS) {
            JsonField field = fields.find(name);
            after = field == null ? after : with(after, name, field);
        }
        return after;
    }

    private static SessionSettings with(SessionSettings before, String name, JsonField field) {
        return switch (name) {
            case "instructions" -> before.withInstructions(RequestReader.instructions(field));
            case "tools" -> before.withTools(field.isNull() ? List.of() : ToolReader.tools(field));
            case "model" -> before.withRoute(field.isNull() ? null : field.nonEmptyText());
            case "metadata" -> before.withMetadata(field.isNull() ? Map.of() : RequestReader.metadata(field));
            case "ttlSeconds" -> before.withTtl(field.isNull() ? null : ttl(field));
            default -> throw new AssertionError(name);
        };
    }

    private static Duration ttl(JsonField field) {
        int seconds = field.integer(MINUTE);
        if (seconds > TEN_YEARS) {
            throw field.invalid("must be at most " + TEN_YEARS + ".");
        }
        return Duration.ofSeconds(seconds);
    }
}
