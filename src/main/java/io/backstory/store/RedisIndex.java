package io.backstory.store;

import io.backstory.chat.SessionRef;
import io.backstory.redis.RedisScript;
import io.backstory.redis.ScriptCall;
import io.backstory.redis.ScriptReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The two lists of a tenant, as calls of their scripts: its sessions by last use, and its branches, which no page shows.
 * They promise nothing, and are made good where they prove wrong.
 */
final class RedisIndex {
    private static final RedisScript INDEX = RedisSteps.script("index");
    private static final RedisScript PAGE = RedisSteps.script("page");
    private static final RedisScript PLACE = RedisSteps.script("place");
    private static final RedisScript SWEEP = RedisSteps.script("sweep");
    private static final RedisScript UNLIST = RedisSteps.script("unlist");

    private RedisIndex() {}

    /** After a commit. */
    static ScriptCall put(SessionRef ref, Duration retention) {
        String tenant = ref.tenant();
        return new ScriptCall(
                INDEX,
                ref.hash(),
                List.of(RedisKeys.index(tenant), RedisKeys.branchIndex(tenant), RedisKeys.meta(ref.hash())),
                List.of(retention.toMillis()));
    }

    /** @param entries hashes with the scores they were found with, "" for any */
    static ScriptCall remove(String tenant, List<String> entries) {
        return new ScriptCall(
                UNLIST,
                RedisKeys.tenant(tenant),
                List.of(RedisKeys.index(tenant), RedisKeys.branchIndex(tenant)),
                entries);
    }

    /** @param place of the session to go on after, where the list does not know it */
    static ScriptCall page(String tenant, boolean newestFirst, int limit, String after, String place) {
        return new ScriptCall(
                PAGE,
                RedisKeys.tenant(tenant),
                List.of(RedisKeys.index(tenant)),
                List.of(newestFirst ? 1 : 0, limit, after, place));
    }

    /** The oldest of one of the lists, those behind {@code after}. */
    static ScriptCall oldest(String tenant, String list, int limit, Entry after) {
        return new ScriptCall(
                PAGE, RedisKeys.tenant(tenant), List.of(list), List.of(0, limit, after.hash(), after.score()));
    }

    static ScriptCall sweep(String tenant, String hash) {
        return new ScriptCall(SWEEP, hash, List.of(RedisKeys.meta(hash), RedisKeys.branches(hash)), List.of(tenant));
    }

    /** A member of a list. */
    record Entry(String hash, String score) {
        static final Entry NONE = new Entry("", "");

        /** What {@link #page} answered. */
        static List<Entry> of(ScriptReply reply) {
            List<String> flat = reply.texts(1);
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i + 1 < flat.size(); i += 2) {
                entries.add(new Entry(flat.get(i), flat.get(i + 1)));
            }
            return entries;
        }
    }

    static ScriptCall place(SessionRef ref) {
        return new ScriptCall(PLACE, ref.hash(), List.of(RedisKeys.meta(ref.hash())), List.of(ref.tenant()));
    }
}
