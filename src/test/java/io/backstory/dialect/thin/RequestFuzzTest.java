package io.backstory.dialect.thin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.dialect.StrictJson;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is sent, the answer is a request or a refusal of the client's fault, never a crash. */
class RequestFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final Bytes VALID = Golden.body("full.request.json");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private int refused;

    @Test
    void members_dropped_retyped_or_renamed_are_read_or_refused() {
        JsonNode valid = StrictJson.tree(VALID);
        for (int round = 0; round < ROUNDS; round++) {
            JsonNode mutant = new JsonMutator(random).mutate(valid.deepCopy());
            readOrRefuse(Bytes.utf8(mutant.toString()));
        }

        assertThat(refused).as("seed " + seed).isBetween(ROUNDS / 2, ROUNDS - 1);
    }

    @Test
    void bytes_changed_anywhere_are_read_or_refused() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = VALID.unsafeArray().clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            readOrRefuse(Bytes.wrap(bytes));
        }

        assertThat(refused).as("seed " + seed).isBetween(ROUNDS / 2, ROUNDS - 1);
    }

    @Test
    void a_body_cut_anywhere_is_refused() {
        for (int length = 0; length < VALID.utf8().strip().length(); length++) {
            readOrRefuse(Bytes.wrap(Arrays.copyOf(VALID.unsafeArray(), length)));
        }

        assertThat(refused).isEqualTo(VALID.utf8().strip().length());
    }

    private void readOrRefuse(Bytes body) {
        try {
            new ThinDoor().read(body);
        } catch (ChatException expected) {
            refused++;
            if (expected.kind().status() != 400) {
                fail("seed %d: %s for %s", seed, expected.kind(), body.utf8());
            }
        } catch (RuntimeException | Error unexpected) {
            fail("seed " + seed + " for " + body.utf8(), unexpected);
        }
    }
}
