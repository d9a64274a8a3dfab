package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomConversationTest {

    @Test
    void whatever_was_said_the_provider_takes_the_request() {
        long seed = new Random().nextLong();
        for (int i = 0; i < 2000; i++) {
            ChatRequest request = new Conversations(new Random(seed + i)).next();
            try {
                Bytes body = new AnthropicUpstream().write(request).body();
                ProviderRules.check(Fixtures.json(body));
                assertThat(new AnthropicUpstream().write(request).body()).isEqualTo(body);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + (seed + i), e);
            }
        }
    }
}
