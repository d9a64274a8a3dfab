package io.backstory.upstream;

import static io.backstory.upstream.Calls.await;
import static io.backstory.upstream.Calls.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Kind;
import io.backstory.upstream.AddressGuard.Endpoint;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private final Vertx vertx = Vertx.vertx();
    private int lookups;

    @AfterEach
    void closes_everything() {
        await(vertx.close());
    }

    @Test
    void hands_out_the_address_it_checked_as_a_number() {
        SocketAddress address = await(guard(false, "8.8.8.8").address());

        assertThat(address.host()).isEqualTo("8.8.8.8");
        assertThat(address.port()).isEqualTo(443);
    }

    @Test
    void refuses_a_name_when_one_of_its_addresses_is_private() {
        assertThat(failure(guard(false, "8.8.8.8", "10.0.0.1").address()).kind())
                .isEqualTo(Kind.UPSTREAM_CONNECT);
    }

    @Test
    void takes_a_private_address_where_that_is_allowed() {
        assertThat(await(guard(true, "10.0.0.1").address()).host()).isEqualTo("10.0.0.1");
    }

    @Test
    void looks_a_name_up_once_for_many_calls() {
        AddressGuard guard = guard(false, "8.8.8.8");
        await(guard.address());
        await(guard.address());

        assertThat(lookups).isEqualTo(1);
    }

    @Test
    void avoids_an_address_that_refused() {
        AddressGuard guard = guard(false, "8.8.8.8", "8.8.4.4");

        guard.refused(await(guard.address()));

        assertThat(await(guard.address()).host()).isEqualTo("8.8.4.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808"})
    void these_are_public(String address) throws UnknownHostException {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "127.1.2.3",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.8",
                "198.19.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fdff::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "ff02::1"
            })
    void these_are_not(String address) throws UnknownHostException {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isFalse();
    }

    private AddressGuard guard(boolean allowPrivate, String... addresses) {
        return new AddressGuard(vertx, new Endpoint("alpha", "api.example", 443, allowPrivate), host -> {
            lookups++;
            InetAddress[] found = new InetAddress[addresses.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = InetAddress.getByName(addresses[i]);
            }
            return found;
        });
    }
}
