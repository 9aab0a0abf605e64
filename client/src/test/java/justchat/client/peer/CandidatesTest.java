// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.client.codec.Directory;
import justchat.client.model.Instance;

import static org.assertj.core.api.Assertions.assertThat;

/// Which addresses of somebody's are tried.
class CandidatesTest {
    private static final Candidates.Here HOME = here("203.0.113.9", "192.168.1.20/24", "2001:db8:1::20/64");

    private static Candidates.Here here(String observed, String... networks) {
        return new Candidates.Here(Optional.of(observed), Arrays.stream(networks).map(text -> text.split("/")).map(
                parts -> new Candidates.Network(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]))).toList(),
                false);
    }

    private static InetSocketAddress at(String host) {
        return InetSocketAddress.createUnresolved(host, 4000);
    }

    private static Directory.PeerSession session(String observed, InetSocketAddress... announced) {
        return new Directory.PeerSession(new Instance("ab".repeat(16)), at(observed), List.of(announced));
    }

    @Test
    void whoeverIsBehindTheSameAddressIsTriedInOurNetworkFirst() {
        assertThat(Candidates.of(session("203.0.113.9", at("192.168.1.7"), at("2001:db8:1::7")), HOME)).containsExactly(
                at("2001:db8:1::7"), at("192.168.1.7"), at("203.0.113.9"));
    }

    @Test
    void whoeverIsObservedInOurNetworkIsNearToo() {
        assertThat(Candidates.of(session("192.168.1.7", at("192.168.1.8"), at("192.168.1.7")), HOME))
                .containsExactly(at(
                        "192.168.1.7"), at("192.168.1.8"));
    }

    @Test
    void whoeverIsFarAwayCannotSendUsIntoOurOwnNetwork() {
        assertThat(Candidates.of(session("198.51.100.1", at("192.168.1.1"), at("2001:db8:1::1")), HOME))
                .containsExactly(
                        at("198.51.100.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.2.7", "10.0.0.1", "198.51.100.1", "2001:db8:2::7", "127.0.0.1", "169.254.169.254",
            "fe80::1", "example.com", "::ffff:169.254.169.254", "224.0.0.1"})
    void whatIsAnnouncedIsTriedInOurNetworksOnly(String host) {
        assertThat(Candidates.of(session("203.0.113.9", at(host)), HOME)).containsExactly(at("203.0.113.9"));
    }

    @Test
    void noPortOfASystemsServiceIsTried() {
        var router = InetSocketAddress.createUnresolved("192.168.1.1", 443);
        assertThat(Candidates.of(session("203.0.113.9", router), HOME)).containsExactly(at("203.0.113.9"));
    }

    @Test
    void whatTheRuleForbidsIsNoCandidateWhoeverObservedIt() {
        assertThat(Candidates.of(session("169.254.169.254", at("192.168.1.7")), HOME)).isEmpty();
        assertThat(Candidates.of(session("127.0.0.1"), HOME)).isEmpty();
        assertThat(Candidates.of(session("127.0.0.1"), new Candidates.Here(Optional.empty(), List.of(), true)))
                .containsExactly(at("127.0.0.1"));
    }

    @Test
    void aNetworkHoldsWhatSharesItsFirstBits() {
        var network = new Candidates.Network(InetAddress.ofLiteral("10.1.2.3"), 20);
        assertThat(network.holds(InetAddress.ofLiteral("10.1.15.255"))).isTrue();
        assertThat(network.holds(InetAddress.ofLiteral("10.1.16.0"))).isFalse();
        assertThat(network.holds(InetAddress.ofLiteral("::1"))).isFalse();
        assertThat(new Candidates.Network(InetAddress.ofLiteral("10.1.2.3"), 0).holds(InetAddress.ofLiteral("8.8.8.8")))
                .isFalse();
    }

    @Test
    void whoListensAtOneAddressAnnouncesNoOthers() {
        var networks = List.of(new Candidates.Network(InetAddress.ofLiteral("192.168.1.20"), 24));
        assertThat(Interfaces.announced(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000), networks)
                .interfaces()).isEmpty();
        assertThat(Interfaces.announced(new InetSocketAddress(4000), networks).interfaces()).containsExactly(at(
                "192.168.1.20"));
    }
}
