// SPDX-License-Identifier: Apache-2.0
package justchat.ticket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TicketTest {
    private static final TicketSigner SIGNER = TicketSigner.generate();
    private static final LoginId LOGIN = new LoginId(1, -2);
    private static final Ticket TICKET = new Ticket("elon", 7, LOGIN, "lb-1", 1_000, 2_000);

    @Property(tries = 50)
    void isValidUntilItExpires(@ForAll @StringLength(min = 1, max = 60) String name, @ForAll int life) {
        var ticket = new Ticket(name, 1, LOGIN, "lb-1", 1_000, life);
        var bytes = SIGNER.sign(ticket);
        // A lone surrogate has no UTF-8; the name comes back with '?' in its place.
        var read = verify(bytes, life - 1L);
        assertThat(read).isInstanceOf(Verdict.Valid.class);
        assertThat(((Verdict.Valid) read).ticket().expiresAtMillis()).isEqualTo(life);
        assertThat(verify(bytes, life)).isEqualTo(new Verdict.Expired());
    }

    @Test
    void saysWhatWasSigned() {
        assertThat(verify(SIGNER.sign(TICKET), 1_999)).isEqualTo(new Verdict.Valid(TICKET));
    }

    @Test
    void aLoginIsSixteenBytesAndAGenerationCountsFromOne() {
        assertThat(LoginId.of(LOGIN.bytes())).isEqualTo(LOGIN);
        assertThat(LOGIN.bytes()).hasSize(16).startsWith(0, 0, 0, 0, 0, 0, 0, 1, 0xFF);
        for (int length : new int[]{0, 15, 17}) {
            assertThatThrownBy(() -> LoginId.of(new byte[length])).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Ticket("elon", 0, LOGIN, "lb-1", 1_000, 2_000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSignedTicketOfTheFirstVersionIsForged() {
        var bytes = SIGNER.sign(TICKET);
        bytes[0] = 1;
        assertThat(verify(bytes, 1_500)).isEqualTo(new Verdict.Forged());
    }

    @Property(tries = 300)
    void anyFlippedBitIsForged(@ForAll @IntRange(max = 1 << 20) int bit) {
        var bytes = SIGNER.sign(TICKET);
        bytes[bit / 8 % bytes.length] ^= (byte) (1 << bit % 8);
        assertThat(verify(bytes, 1_500)).isEqualTo(new Verdict.Forged());
    }

    @Property(tries = 300)
    void anyCutIsForged(@ForAll @IntRange(max = 200) int length) {
        var bytes = SIGNER.sign(TICKET);
        var other = Arrays.copyOf(bytes, length);
        assertThat(verify(other, 1_500)).isEqualTo(
                length == bytes.length ? new Verdict.Valid(TICKET) : new Verdict.Forged());
    }

    @Property(tries = 300)
    void anyBytesAreForged(@ForAll @Size(max = 700) byte[] bytes) {
        assertThat(verify(bytes, 1_500)).isEqualTo(new Verdict.Forged());
    }

    @Test
    void aSignerThatIsNotKnownIsForged() {
        assertThat(TicketVerifier.verify(SIGNER.sign(TICKET), _ -> Optional.empty(), 1_500))
                .isEqualTo(new Verdict.Forged());
        var other = TicketSigner.generate();
        assertThat(TicketVerifier.verify(SIGNER.sign(TICKET), _ -> Optional.of(other.publicKey()), 1_500))
                .isEqualTo(new Verdict.Forged());
        assertThat(TicketVerifier.verify(SIGNER.sign(TICKET), _ -> Optional.of(new byte[3]), 1_500))
                .isEqualTo(new Verdict.Forged());
    }

    @Test
    void aKeySurvivesInAFileForItsOwnerOnly(@TempDir Path directory) throws Exception {
        var file = directory.resolve("ticket.key");
        SIGNER.save(file);
        var loaded = TicketSigner.load(file);
        assertThat(loaded.publicKey()).isEqualTo(SIGNER.publicKey()).hasSize(32);
        assertThat(verify(loaded.sign(TICKET), 1_500)).isEqualTo(new Verdict.Valid(TICKET));
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        Files.writeString(file, "no key");
        assertThatThrownBy(() -> TicketSigner.load(file)).isInstanceOf(IOException.class);
    }

    private static Verdict verify(byte[] ticket, long nowMillis) {
        return TicketVerifier.verify(ticket,
                signer -> signer.equals("lb-1") ? Optional.of(SIGNER.publicKey()) : Optional.empty(), nowMillis);
    }
}
