// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import justchat.rpc.RpcFailure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The race itself: links are words here.
class AddressRaceTest {
    private static final InetSocketAddress ONE = InetSocketAddress.createUnresolved("192.0.2.1", 4000);
    private static final InetSocketAddress TWO = InetSocketAddress.createUnresolved("192.0.2.2", 4000);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final ConcurrentLinkedQueue<String> closed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<InetSocketAddress> lost = new ConcurrentLinkedQueue<>();
    private final CountDownLatch oneClosed = new CountDownLatch(1);

    private AddressRace<String> race(AddressRace.Connect<String> connect) {
        return new AddressRace<>(connect, link -> {
            closed.add(link);
            oneClosed.countDown();
        }, (address, _) -> lost.add(address));
    }

    private static RpcFailure failure(String why) {
        return new RpcFailure(RpcFailure.Kind.UNREACHABLE, why);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void oneThatHangsDoesNotHoldTheOthersUpAndIsClosedIfItComesLate() throws RpcFailure {
        var hangs = new CountDownLatch(1);
        var race = race((address, _) -> {
            if (address.equals(ONE)) {
                await(hangs);
            }
            return address.getHostString();
        });
        assertThat(race.run(List.of(ONE, TWO), PATIENCE)).isEqualTo("192.0.2.2");
        hangs.countDown();
        await(oneClosed);
        assertThat(closed).containsExactly("192.0.2.1");
    }

    @Test
    void whoProvesTheWrongIdentityLosesAgainstWhoIsLater() throws RpcFailure {
        var race = race((address, _) -> {
            if (address.equals(ONE)) {
                throw failure("the wrong key");
            }
            return address.getHostString();
        });
        assertThat(race.run(List.of(ONE, TWO), PATIENCE)).isEqualTo("192.0.2.2");
        assertThat(lost).containsExactly(ONE);
        assertThat(closed).isEmpty();
    }

    @Test
    void ifNoneWorksOutTheFirstReasonIsTold() {
        var race = race((address, _) -> {
            throw failure(address.getHostString() + " is closed");
        });
        assertThatThrownBy(() -> race.run(List.of(ONE, TWO), PATIENCE)).hasMessage("192.0.2.1 is closed");
        assertThat(lost).containsExactly(ONE, TWO);
    }

    @Test
    void aFaultOfOursIsAFailedAttempt() {
        var race = race((_, _) -> {
            throw new IllegalStateException("log in first");
        });
        assertThatThrownBy(() -> race.run(List.of(ONE), PATIENCE)).isInstanceOf(RpcFailure.class).hasMessageContaining(
                "log in first");
    }

    @Test
    void itEndsWhenTheTimeIsUpAndWhatComesThenIsClosed() {
        var hangs = new CountDownLatch(1);
        var race = race((address, _) -> {
            await(hangs);
            return address.getHostString();
        });
        assertThatThrownBy(() -> race.run(List.of(ONE), 1)).isInstanceOf(RpcFailure.class).hasMessage(
                "no link in time");
        hangs.countDown();
    }
}
