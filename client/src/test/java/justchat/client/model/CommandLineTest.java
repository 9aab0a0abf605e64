// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Optional;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.client.model.CommandLine.Parsed;

import static org.assertj.core.api.Assertions.assertThat;

class CommandLineTest {

    @Test
    void understandsTheSixCommandsOfTheOriginalWordForWord() {
        assertThat(input("#message #bob #psst, a surprise")).isEqualTo(new Input.Whisper("bob", "psst, a surprise"));
        assertThat(input("#share #bob #/home/tony/plan.pdf"))
                .isEqualTo(new Input.Offer("bob", "/home/tony/plan.pdf"));
        assertThat(input("#share #/home/elon/my picture.png"))
                .isEqualTo(new Input.Share("/home/elon/my picture.png"));
        assertThat(input("#available files")).isEqualTo(new Input.ListFiles());
        assertThat(input("#get #my picture.png")).isEqualTo(new Input.Get("my picture.png"));
        assertThat(input("#commands")).isEqualTo(new Input.Commands());
    }

    @Test
    void understandsTheCommandsThatWereAdded() {
        assertThat(input("#accept")).isEqualTo(new Input.Accept(Optional.empty(), Optional.empty()));
        assertThat(input("#accept f3 as plan b.pdf"))
                .isEqualTo(new Input.Accept(Optional.of(new TransferId(3)), Optional.of("plan b.pdf")));
        assertThat(input("#accept as x")).isEqualTo(new Input.Accept(Optional.empty(), Optional.of("x")));
        assertThat(input("#decline 2")).isEqualTo(new Input.Decline(Optional.of(new TransferId(2))));
        assertThat(input("#cancel f1")).isEqualTo(new Input.Cancel(new TransferId(1)));
        assertThat(input("/who")).isEqualTo(new Input.Who());
        assertThat(input("#Status")).isEqualTo(new Input.Status());
        assertThat(input("#transfers ")).isEqualTo(new Input.Transfers());
        assertThat(input("/quit")).isEqualTo(new Input.Quit());
    }

    @Test
    void theSignBeforeAnArgumentIsOptional() {
        assertThat(input("#message bob see issue #4")).isEqualTo(new Input.Whisper("bob", "see issue #4"));
        assertThat(input("#message bob #4 is done")).isEqualTo(new Input.Whisper("bob", "#4 is done"));
        assertThat(input("#message #bob ##4 is done")).isEqualTo(new Input.Whisper("bob", "#4 is done"));
        assertThat(input("#share bob ~/a.txt")).isEqualTo(new Input.Offer("bob", "~/a.txt"));
        assertThat(input("#share notes.txt")).isEqualTo(new Input.Share("notes.txt"));
        assertThat(input("#get a.txt")).isEqualTo(new Input.Get("a.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"I am #1", "see issue #4", "foo#commands", "a # b # c # d # e # f", "50% off"})
    void aSignInsideAMessageIsText(String line) {
        assertThat(input(line)).isEqualTo(new Input.Say(line));
    }

    @Test
    void twoSignsSendATextThatStartsWithOne() {
        assertThat(input("##commands lists all")).isEqualTo(new Input.Say("#commands lists all"));
        assertThat(input("//etc/hosts")).isEqualTo(new Input.Say("/etc/hosts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#comands", "#foo bar", "#", "#1", "/home/x", "#available", "#message bob", "#message #",
            "#share", "#share #", "#get", "#accept f1 plan", "#cancel", "#cancel all", "#quit now\nplease", "#who x"})
    void whatIsNotUnderstoodIsNeitherSentNorLost(String line) {
        assertThat(CommandLine.parse(line)).isInstanceOf(Parsed.Unclear.class);
    }

    @Test
    void aMistypedCommandIsAnsweredWithTheNearestOne() {
        assertThat(CommandLine.parse("#mesage bob hi")).isInstanceOfSatisfying(Parsed.Unclear.class,
                unclear -> assertThat(unclear.sentence()).contains("did you mean #message #username #text"));
    }

    @Test
    void emptyLinesAreNothing() {
        assertThat(CommandLine.parse("")).isEqualTo(new Parsed.Nothing());
        assertThat(CommandLine.parse(" \t ")).isEqualTo(new Parsed.Nothing());
    }

    @Test
    void aTextThatIsTooLongStaysWithItsAuthor() {
        assertThat(CommandLine.parse("x".repeat(Limits.TEXT_BYTES))).isInstanceOf(Parsed.Asked.class);
        assertThat(CommandLine.parse("\u00e9".repeat(Limits.TEXT_BYTES / 2 + 1))).isInstanceOf(Parsed.Unclear.class);
        assertThat(CommandLine.parse("#message bob " + "x".repeat(Limits.TEXT_BYTES + 1)))
                .isInstanceOf(Parsed.Unclear.class);
    }

    @Property
    void aLineWithoutASignIsSentAsItIs(@ForAll("texts") String text) {
        if (!text.startsWith("#") && !text.startsWith("/") && !text.isBlank()) {
            assertThat(input(text)).isEqualTo(new Input.Say(text));
        }
    }

    @Property
    void anyTextCanBeSent(@ForAll("texts") String text) {
        if (!text.isBlank()) {
            assertThat(input("#" + (text.startsWith("#") ? text : "#" + text)))
                    .isEqualTo(new Input.Say(text.startsWith("#") ? text : "#" + text));
        }
    }

    @Property
    void theLastArgumentIsVerbatim(@ForAll("texts") String text) {
        var body = "x" + text;
        assertThat(input("#message #bob " + body)).isEqualTo(new Input.Whisper("bob", body));
        assertThat(input("#message bob " + body)).isEqualTo(new Input.Whisper("bob", body));
    }

    @Property
    void neverThrowsAndNeverSendsACommandAsText(@ForAll("texts") String text) {
        var parsed = CommandLine.parse("#" + text);
        if (parsed instanceof Parsed.Asked asked && asked.input() instanceof Input.Say say) {
            assertThat(text).startsWith("#").isEqualTo(say.text());
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab #/\\\n\t~.%f1").withChars('\u00e9', '\u001b').ofMaxLength(30);
    }

    private static Input input(String line) {
        return switch (CommandLine.parse(line)) {
            case Parsed.Asked asked -> asked.input();
            case Parsed.Unclear unclear -> throw new AssertionError(unclear.sentence());
            case Parsed.Nothing _ -> throw new AssertionError("nothing");
        };
    }
}
