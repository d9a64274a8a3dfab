package io.backstory.upstream;

import static io.backstory.upstream.Calls.await;
import static io.backstory.upstream.Calls.events;
import static io.backstory.upstream.Calls.failure;
import static io.backstory.upstream.Calls.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.Replies;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ObservedUpstreamTest extends HttpUpstreamFixture {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void reports_a_call_that_went_well() {
        await(events(observed().send(streaming("Hi"))));

        assertThat(seen).containsExactly("started alpha/m", "ended alpha/m none with content");
    }

    @Test
    void reports_the_class_of_a_failure() {
        provider.reply(Replies.error(500, "broken"));

        failure(observed().send(streaming("Hi")));

        assertThat(seen).containsExactly("started alpha/m", "ended alpha/m server_error without content");
    }

    @Test
    void reports_a_failure_in_the_middle() {
        provider.reply(Replies.cutAfter("Hello\n"));

        failure(events(observed().send(streaming("Hi"))));

        assertThat(seen).containsExactly("started alpha/m", "ended alpha/m reset with content");
    }

    @Test
    void reports_a_cancelled_call_once() {
        provider.reply(Replies.stallAfter("Hello\n"));
        ReplyStream reply = await(observed().send(streaming("Hi")));

        reply.cancel();
        reply.cancel();

        assertThat(seen).containsExactly("started alpha/m", "ended alpha/m cancelled with content");
    }

    private Upstream observed() {
        return new ObservedUpstream(upstream(), new UpstreamObserver() {
            @Override
            public void started(Attempt attempt) {
                seen.add("started " + attempt.provider() + "/" + attempt.model());
            }

            @Override
            public void ended(Attempt attempt, String errorClass, long nanos, long firstTokenNanos) {
                String content = firstTokenNanos == NO_CONTENT ? "without content" : "with content";
                seen.add("ended " + attempt.provider() + "/" + attempt.model() + " " + errorClass + " " + content);
            }
        });
    }
}
