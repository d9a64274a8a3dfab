package io.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LogbackTest {

    @Test
    void never_shows_what_the_redis_client_says_about_a_reply_nobody_waits_for() throws Exception {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());

        assertThat(context.getLogger("io.vertx.redis.client.impl.RedisStandaloneConnection")
                        .isErrorEnabled())
                .isFalse();
        assertThat(context.getLogger("io.backstory.store").isWarnEnabled()).isTrue();
    }
}
