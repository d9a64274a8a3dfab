package io.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.RedisServers;
import io.backstory.config.Secret;
import io.backstory.config.ServerConfig.Address;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WelcomeTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8080",
        "0.0.0.0, http://127.0.0.1:8080",
        "::, http://127.0.0.1:8080",
        "::1, http://[::1]:8080",
        "gateway.example, http://gateway.example:8080"
    })
    void shows_an_address_that_can_be_used(String host, String url) {
        assertThat(Welcome.url(new Address(host, 0), 8080)).isEqualTo(url);
    }

    @Test
    void says_where_the_sessions_are() {
        StoreConfig redis = new StoreConfig.Redis(
                RedisServers.at("redis.example", 6379),
                false,
                "",
                new Secret("secret"),
                Duration.ofSeconds(1),
                Ack.REPLICA);

        assertThat(Welcome.store(redis)).isEqualTo("Redis, redis.example:6379");
        assertThat(Welcome.store(new StoreConfig.Memory())).startsWith("in memory only");
    }
}
