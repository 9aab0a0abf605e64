// SPDX-License-Identifier: Apache-2.0
package justchat.invitation;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.invitation.Invitation.Balancer;
import justchat.invitation.Invitation.Reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InvitationTest {
    private static final String PIN = "A".repeat(43);
    private static final String TOKEN = "A".repeat(22);

    private static String refusal(String text) {
        assertThat(Invitation.parse(text)).isInstanceOf(Reading.Bad.class);
        return ((Reading.Bad) Invitation.parse(text)).sentence();
    }

    @Test
    void allPartsAreRead() {
        var text = "justchat:lb1.lab.example:8400,[::1]:8401/dev?pin=" + PIN + "&token=" + TOKEN;
        assertThat(Invitation.parse(" " + text + "\n")).isEqualTo(new Reading.Good(new Invitation(List.of(
                new Balancer("lb1.lab.example", 8400), new Balancer("[::1]", 8401)), Optional.of("dev"),
                new byte[32], Optional.of(new byte[16]))));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", "\r\n             ", "\u00a0", "\t"})
    void whatWasWrappedOnAScreenAndCopiedFromThereIsUnderstood(String blanks) {
        var text = "justchat:lb-1:8400/dev?pin=" + PIN + "&token=" + TOKEN;
        for (int at = 0; at <= text.length(); at++) {
            assertThat(Invitation.parse(text.substring(0, at) + blanks + text.substring(at))).isEqualTo(Invitation
                    .parse(text)).isInstanceOf(Reading.Good.class);
        }
    }

    @Test
    void roomAndTokenMayBeAbsent() {
        var text = "justchat:10.0.0.5:8400?pin=" + PIN;
        assertThat(Invitation.parse(text)).isEqualTo(new Reading.Good(new Invitation(List.of(
                new Balancer("10.0.0.5", 8400)), Optional.empty(), new byte[32], Optional.empty())));
    }

    @Property(tries = 200)
    void whatIsWrittenIsReadAgain(@ForAll long seed) {
        var random = new Random(seed);
        var pin = new byte[32];
        var token = new byte[16];
        random.nextBytes(pin);
        random.nextBytes(token);
        var balancers = random.ints(1 + random.nextInt(9), 1, 65_536)
                .mapToObj(
                        port -> new Balancer(random.nextBoolean() ? "lb-" + port : "[fe80::" + port % 1000 + "]", port))
                .toList();
        var invitation = new Invitation(balancers, random.nextBoolean() ? Optional.of("r" + seed) : Optional.empty(),
                pin, random.nextBoolean() ? Optional.of(token) : Optional.empty());
        assertThat(Invitation.parse(invitation.text())).isEqualTo(new Reading.Good(invitation));
    }

    /// A damaged string is refused or is another invitation; it is never the same one,
    /// and it never breaks the parser.
    @Property(tries = 500)
    void noChangeOfOneCharacterGoesUnnoticed(@ForAll long seed) {
        var random = new Random(seed);
        var text = new StringBuilder("justchat:lb-1:8400/dev?pin=" + PIN + "&token=" + TOKEN);
        var before = Invitation.parse(text.toString());
        int at = random.nextInt(text.length());
        char sign = (char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : 0x20 + random.nextInt(0x5f));
        boolean same = text.charAt(at) == sign;
        text.setCharAt(at, sign);
        assertThat(Invitation.parse(text.toString()).equals(before)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://example.org | does not begin with justchat:
            justchat: | its end is missing
            justchat:lb-1:8400 | its end is missing
            justchat:lb-1:8400/dev?token=AAAAAAAAAAAAAAAAAAAAAA | its pin= is missing
            justchat:lb-1:8400?pin=abc | its pin is damaged, perhaps it was not copied to the end
            justchat:lb-1:8400?pin=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&token=abc | its token is damaged
            justchat:lb-1:8400?pin=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&x=1 | something else than one pin=
            justchat:lb-1:8400?pin=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB | its pin is damaged
            """)
    void whatIsWrongIsSaid(String text, String sentence) {
        assertThat(refusal(text)).startsWith("this is no invitation to JustChat: ").contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lb-1", "lb-1:", ":8400", "lb-1:0", "lb-1:65536", "lb-1:8400,", "-lb:1",
            "[::1:8400", "lb-1:08400", "lb\u202e:1", "a,b:1"})
    void badAddressesAreRefused(String balancers) {
        assertThat(Invitation.parse("justchat:" + balancers + "?pin=" + PIN)).isInstanceOf(Reading.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Dev", "@private", "../x", "a/b", "-x"})
    void badRoomsAreRefused(String room) {
        assertThat(Invitation.parse("justchat:lb-1:1/" + room + "?pin=" + PIN)).isInstanceOf(Reading.Bad.class);
    }

    @Test
    void theSentenceHoldsNoTokenAndNoControlCharacter() {
        assertThat(refusal("justchat:lb\u001b[2J:1?pin=" + PIN + "&token=" + TOKEN)).doesNotContain("\u001b")
                .doesNotContain(TOKEN);
        assertThat(refusal("justchat:" + "x".repeat(5_000))).contains("longer than");
    }

    @Test
    void theTokenIsInNoToString() {
        var reading = Invitation.parse("justchat:lb-1:1?pin=" + PIN + "&token=" + TOKEN);
        assertThat(((Reading.Good) reading).invitation().toString()).doesNotContain(TOKEN).contains("with a token");
    }

    @Test
    void impossibleInvitationsCannotBeMade() {
        var balancers = List.of(new Balancer("lb-1", 1));
        assertThatThrownBy(() -> new Invitation(List.of(), Optional.empty(), new byte[32], Optional.empty()))
                .hasMessageContaining("balancers");
        assertThatThrownBy(() -> new Invitation(balancers, Optional.empty(), new byte[31], Optional.empty()))
                .hasMessageContaining("pin");
        assertThatThrownBy(() -> new Invitation(balancers, Optional.of("@x"), new byte[32], Optional.empty()))
                .hasMessageContaining("room");
    }
}
