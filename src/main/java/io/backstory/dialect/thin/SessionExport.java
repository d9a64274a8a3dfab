package io.backstory.dialect.thin;

import io.backstory.chat.Bytes;
import io.backstory.chat.Origin;
import io.backstory.chat.Owners;
import io.backstory.chat.ResponseToken;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.dialect.JsonWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * A session as lines of JSON, made one at a time: the session, its turns in order, and an end with the number of turns and
 * the SHA-256 of all bytes before that line, so that a reader knows that nothing is missing.
 */
public final class SessionExport implements Iterator<Bytes> {
    private final String id;
    private final Session session;
    private final Owners owners;
    private final List<Turn> turns;
    private final MessageDigest digest = sha256();
    private int next = -1;

    /** @param id the client named the session by */
    public SessionExport(String id, Session session, Owners owners) {
        this.id = id;
        this.session = session;
        this.owners = owners;
        this.turns = session.turns();
    }

    @Override
    public boolean hasNext() {
        return next <= turns.size();
    }

    @Override
    public Bytes next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int at = next++;
        JsonWriter json = new JsonWriter().object();
        if (at < 0) {
            json.name("type").value("session");
            SessionJson.members(json, id, session);
        } else if (at < turns.size()) {
            write(json, turns.get(at));
        } else {
            json.name("type").value("end").name("turns").value(turns.size());
            json.name("sha256").value(HexFormat.of().formatHex(digest.digest()));
        }
        return line(json.endObject());
    }

    private Bytes line(JsonWriter json) {
        Bytes text = json.toBytes();
        byte[] line = Arrays.copyOf(text.unsafeArray(), text.length() + 1);
        line[text.length()] = '\n';
        digest.update(line);
        return Bytes.wrap(line);
    }

    private void write(JsonWriter json, Turn turn) {
        SessionRef owner = owners.of(turn.seq());
        json.name("type").value("turn").name("turn").value(turn.seq());
        json.name("responseId").value("resp_" + new ResponseToken(owner.key(), turn.seq(), turn.nonce()).text());
        json.name("createdAt").value(AnswerJson.time(turn.createdAt()));
        json.name("status").value(AnswerJson.status(turn.status()));
        json.name("finishReason").value(AnswerJson.reason(turn.finish()));
        json.name("model").value(turn.facts().route());
        writeUpstream(json, turn);
        AnswerJson.writeUsage(json, turn.usage());
        json.name("metadata").object();
        new TreeMap<>(turn.metadata()).forEach((key, value) -> json.name(key).value(value));
        json.endObject().name("items").array();
        boolean inView = session.shows(turn);
        new TurnItems(owner, turn).all().forEach(item -> ItemJson.write(json, item, inView));
        json.endArray();
    }

    /** Null where no model answered: an imported turn. */
    private static void writeUpstream(JsonWriter json, Turn turn) {
        Origin origin = turn.origin();
        json.name("upstream");
        if (origin == null) {
            json.nullValue();
        } else {
            json.object().name("provider").value(origin.provider());
            json.name("model").value(origin.model()).endObject();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
