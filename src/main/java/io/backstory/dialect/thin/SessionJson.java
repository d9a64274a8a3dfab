package io.backstory.dialect.thin;

import static java.util.stream.Collectors.joining;

import io.backstory.chat.Bytes;
import io.backstory.chat.Message;
import io.backstory.chat.Session;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Tool;
import io.backstory.chat.Turn;
import io.backstory.dialect.JsonWriter;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes the answers of the sessions API. */
public final class SessionJson {
    private SessionJson() {}

    /**
     * One session.
     *
     * @param id the client named it by, which may stand for a branch
     */
    public static Bytes session(String id, Session session) {
        JsonWriter json = new JsonWriter().object();
        members(json, id, session);
        return json.endObject().toBytes();
    }

    /** One page of sessions. */
    public static Bytes sessions(List<Session> page, boolean hasMore) {
        JsonWriter json = new JsonWriter().object().name("data").array();
        for (Session session : page) {
            json.object();
            members(json, session.ref().id(), session);
            json.endObject();
        }
        json.endArray();
        String lastId = page.isEmpty() ? null : page.get(page.size() - 1).ref().id();
        return endPage(json, hasMore, lastId);
    }

    /**
     * One page of items.
     *
     * @param inView whether the turn would be part of the next prompt
     */
    public static Bytes items(ItemPage page, Predicate<Turn> inView) {
        JsonWriter json = new JsonWriter().object().name("data").array();
        page.items().forEach(item -> ItemJson.write(json, item, inView.test(item.turn())));
        json.endArray();
        String lastId = page.items().isEmpty()
                ? null
                : page.items().get(page.items().size() - 1).id();
        return endPage(json, page.hasMore(), lastId);
    }

    /**
     * What a delete answers.
     *
     * @param branches ids of the sessions that were based on this one and went with it
     */
    public static Bytes deleted(String id, List<String> branches) {
        JsonWriter json = new JsonWriter().object();
        json.name("id").value(id).name("deleted").value(true).name("branches").array();
        branches.forEach(json::value);
        return json.endArray().endObject().toBytes();
    }

    /**
     * A session and the branches of it, oldest first.
     *
     * @param line the very session, then its branches
     */
    public static Bytes branches(List<Session> line) {
        Session named = line.get(0);
        String branch = named.lineage().currentBranch();
        String current = branch == null ? named.ref().id() : branch;
        JsonWriter json = new JsonWriter().object().name("data").array();
        for (Session session : line) {
            json.object();
            members(json, session.ref().id(), session);
            json.name("current").value(session.ref().id().equals(current));
            json.endObject();
        }
        return json.endArray().endObject().toBytes();
    }

    /**
     * What the removal of an item answers.
     *
     * @param also ids of the items that went with it
     */
    public static Bytes erased(String id, List<String> also) {
        JsonWriter json = new JsonWriter().object();
        json.name("id").value(id).name("deleted").value(true).name("also").array();
        also.forEach(json::value);
        return json.endArray().endObject().toBytes();
    }

    /** What an interrupt answers: the turn is told to stop. */
    public static Bytes stopping(String id) {
        JsonWriter json = new JsonWriter().object().name("id").value(id);
        return json.name("status").value("stopping").endObject().toBytes();
    }

    /** What is said of a turn that is still being answered. */
    public static Bytes running(int turn) {
        JsonWriter json = new JsonWriter().object();
        return json.name("status")
                .value("running")
                .name("turn")
                .value(turn)
                .endObject()
                .toBytes();
    }

    private static Bytes endPage(JsonWriter json, boolean hasMore, @Nullable String lastId) {
        json.name("hasMore").value(hasMore);
        return json.name("lastId").value(lastId).endObject().toBytes();
    }

    /** The members of the object, into one that is open. */
    static void members(JsonWriter json, String id, Session session) {
        boolean moved = !session.ref().id().equals(id);
        json.name("id").value(id);
        json.name("createdAt").value(AnswerJson.time(session.createdAt()));
        json.name("lastUsedAt").value(AnswerJson.time(session.lastUsedAt()));
        json.name("expiresAt").value(session.expiresAt() == null ? null : AnswerJson.time(session.expiresAt()));
        json.name("turns").value(session.version());
        writeSettings(json, session.settings());
        writeBase(json, moved ? null : session.lineage().base());
        json.name("currentBranch")
                .value(moved ? session.ref().id() : session.lineage().currentBranch());
        json.name("running").value(session.running());
    }

    private static void writeBase(JsonWriter json, Session.@Nullable Base base) {
        json.name("base");
        if (base == null) {
            json.nullValue();
        } else {
            json.object().name("sessionId").value(base.session().id());
            json.name("turn").value(base.turn()).endObject();
        }
    }

    private static void writeSettings(JsonWriter json, SessionSettings settings) {
        json.name("model").value(settings.route());
        json.name("instructions").value(instructions(settings.instructions()));
        json.name("tools").array();
        settings.tools().forEach(tool -> writeTool(json, tool));
        json.endArray().name("metadata").object();
        new TreeMap<>(settings.metadata())
                .forEach((key, value) -> json.name(key).value(value));
        json.endObject();
    }

    /** Other doors know several leading messages; here they are one text. */
    private static @Nullable String instructions(List<Message> messages) {
        return messages.isEmpty()
                ? null
                : messages.stream().map(Message::joinedText).collect(joining("\n\n"));
    }

    private static void writeTool(JsonWriter json, Tool tool) {
        json.object().name("name").value(tool.name());
        if (tool.description() != null) {
            json.name("description").value(tool.description());
        }
        if (tool.parameters() != null) {
            json.name("parameters").raw(tool.parameters());
        }
        json.endObject();
    }
}
