// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

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
    private static final String LONG = "abcdefghijklmnopqrstuvwxyz0123456";

    @Test
    void understandsTheSixCommandsOfTheOriginalWordForWord() {
        assertThat(input("#message #bob #psst, a surprise")).isEqualTo(new Input.Whisper("bob", "psst, a surprise"));
        assertThat(input("#share #bob #/home/tony/plan.pdf"))
                .isEqualTo(new Input.Offer("bob", "/home/tony/plan.pdf"));
        assertThat(input("#share #/home/elon/my picture.png"))
                .isEqualTo(new Input.Share("/home/elon/my picture.png"));
        assertThat(input("#available files")).isEqualTo(new Input.ListFiles());
        assertThat(input("#get #my picture.png")).isEqualTo(new Input.Get("my picture.png"));
        assertThat(input("#commands")).isEqualTo(new Input.Commands(Optional.empty()));
    }

    @Test
    void understandsTheCommandsThatWereAdded() {
        assertThat(input("#accept")).isEqualTo(new Input.Accept(Optional.empty(), Optional.empty()));
        assertThat(input("#accept f3 as plan b.pdf"))
                .isEqualTo(new Input.Accept(Optional.of(new TransferId(3)), Optional.of("plan b.pdf")));
        assertThat(input("#accept as x")).isEqualTo(new Input.Accept(Optional.empty(), Optional.of("x")));
        assertThat(input("#decline 2")).isEqualTo(new Input.Decline(Optional.of(new TransferId(2))));
        assertThat(input("#pause f1")).isEqualTo(new Input.Pause(new TransferId(1)));
        assertThat(input("#resume 2")).isEqualTo(new Input.Resume(new TransferId(2)));
        assertThat(input("#cancel f1")).isEqualTo(new Input.Cancel(new TransferId(1)));
        assertThat(input("/who")).isEqualTo(new Input.Who());
        assertThat(input("#Status")).isEqualTo(new Input.Status());
        assertThat(input("#transfers ")).isEqualTo(new Input.Transfers());
        assertThat(input("/quit")).isEqualTo(new Input.Quit());
    }

    @Test
    void understandsAccounts() {
        assertThat(input("#accounts")).isEqualTo(new Input.Accounts(""));
        assertThat(input("#accounts #b*")).isEqualTo(new Input.Accounts("b*"));
        assertThat(input("#sessions")).isEqualTo(new Input.Sessions());
        assertThat(input("#end 12")).isEqualTo(new Input.EndSession(12));
        assertThat(input("#password")).isEqualTo(new Input.ChangePassword());
        assertThat(input("#new-identity")).isEqualTo(new Input.NewIdentity());
        assertThat(input("#verify #tony")).isEqualTo(new Input.Verify("tony", AccountQuestion.Verdict.SHOW));
        assertThat(input("#verify tony ok")).isEqualTo(new Input.Verify("tony", AccountQuestion.Verdict.SAME));
        assertThat(input("#verify #tony accept")).isEqualTo(new Input.Verify("tony", AccountQuestion.Verdict.ACCEPT));
        assertThat(input("/login")).isEqualTo(new Input.LogIn());
        assertThat(input("#account delete")).isEqualTo(new Input.DeleteAccount());
        assertThat(input("#invite")).isEqualTo(new Input.Invite(Optional.empty()));
        assertThat(input("#invite #Dev")).isEqualTo(new Input.Invite(Optional.of("dev")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#end", "#end 0", "#end two", "#account", "#account delete now", "#invite not a room",
            "#sessions please", "#password rosebud", "#new-identity rosebud", "#verify", "#verify #tony yes",
            "#accounts aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void commandsAboutAccountsThatMakeNoSenseAreNotSent(String line) {
        assertThat(CommandLine.parse(line)).isInstanceOf(Parsed.Unclear.class);
    }

    @Test
    void understandsRooms() {
        assertThat(input("#create #dev")).isEqualTo(new Input.Create("dev", Order.CAUSAL));
        assertThat(input("#create Dev total")).isEqualTo(new Input.Create("dev", Order.TOTAL));
        assertThat(input("/join #dev")).isEqualTo(new Input.Join("dev"));
        assertThat(input("#leave")).isEqualTo(new Input.Leave(Optional.empty()));
        assertThat(input("#leave dev")).isEqualTo(new Input.Leave(Optional.of("dev")));
        assertThat(input("#rooms")).isEqualTo(new Input.Rooms(""));
        assertThat(input("#rooms D*")).isEqualTo(new Input.Rooms("d*"));
        assertThat(input("#topic")).isEqualTo(new Input.Topic(Optional.empty()));
        assertThat(input("#topic #1 of all")).isEqualTo(new Input.Topic(Optional.of("#1 of all")));
    }

    @Test
    void understandsWhatThereIsToRead() {
        assertThat(input("#history")).isEqualTo(new Input.History(OptionalInt.empty(), Optional.empty()));
        assertThat(input("#history 50")).isEqualTo(new Input.History(OptionalInt.of(50), Optional.empty()));
        assertThat(input("#history 2h")).isEqualTo(new Input.History(OptionalInt.empty(), Optional.of(
                new Since.Ago(7_200_000))));
        assertThat(input("#history since:17:30")).isEqualTo(new Input.History(OptionalInt.empty(), Optional.of(
                new Since.At(LocalTime.of(17, 30)))));
        assertThat(input("#inbox")).isEqualTo(new Input.Inbox(OptionalInt.empty()));
        assertThat(input("#inbox 200")).isEqualTo(new Input.Inbox(OptionalInt.of(200)));
        assertThat(input("#set inbox 7")).isEqualTo(new Input.Choose(Setting.INBOX, "7"));
        assertThat(input("#search  the  plan from:#tony in:#dev has:file since:3d")).isEqualTo(new Input.Find(List.of(
                "the", "plan"), Optional.of("tony"), Optional.of("dev"), true,
                Optional.of(new Since.Ago(
                        259_200_000))));
        assertThat(input("#search x in:*")).isEqualTo(new Input.Find(List.of("x"), Optional.empty(), Optional.of("*"),
                false, Optional.empty()));
    }

    @Test
    void understandsWhatIsSaidAboutMessagesAndPeople() {
        assertThat(input("#edit see issue #4")).isEqualTo(new Input.Edit("see issue #4"));
        assertThat(input("#delete")).isEqualTo(new Input.Delete(Optional.empty(), OptionalInt.of(1)));
        assertThat(input("#delete 3")).isEqualTo(new Input.Delete(Optional.empty(), OptionalInt.of(3)));
        assertThat(input("#delete all")).isEqualTo(new Input.Delete(Optional.empty(), OptionalInt.empty()));
        assertThat(input("#delete #all 2")).isEqualTo(new Input.Delete(Optional.of("all"), OptionalInt.of(2)));
        assertThat(input("#reply m12 #1 it is")).isEqualTo(new Input.Reply(new Ref.Numbered(12), "#1 it is"));
        assertThat(input("#reply 2 yes")).isEqualTo(new Input.Reply(new Ref.Last(2), "yes"));
        assertThat(input("#react #m1 +1")).isEqualTo(new Input.React(new Ref.By("m1"), "+1"));
        assertThat(input("#mute #tony 10m")).isEqualTo(new Input.Punish(Measure.MUTE, "tony", OptionalLong.of(
                600_000)));
        assertThat(input("#ban tony")).isEqualTo(new Input.Punish(Measure.BAN, "tony", OptionalLong.empty()));
        assertThat(input("#promote tony")).isEqualTo(new Input.Punish(Measure.PROMOTE, "tony", OptionalLong.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#create", "#create a b c", "#create #dev sorted", "#create -x", "#create " + LONG, "#join",
            "#join a b", "#join @private", "#leave a b", "#history 0", "#history 201", "#history yesterday",
            "#history 24:00", "#history 99999d", "#inbox 0", "#inbox x", "#set inbox", "#set inbox 0",
            "#set colour red", "#search in:dev", "#search x in:a/b", "#search x since:soon", "#edit", "#edit  ",
            "#reply", "#reply 1", "#reply # x", "#react 1", "#react", "#delete 0", "#delete 257", "#delete bob x",
            "#mute", "#mute tony 10", "#kick tony 10m", "#promote", "#mute tony 0m"})
    void whatMakesNoSenseOfARoomIsNotSent(String line) {
        assertThat(CommandLine.parse(line)).isInstanceOf(Parsed.Unclear.class);
    }

    @Test
    void whatIsTooLongForTheWireStaysInTheEditor() {
        assertThat(CommandLine.parse("#topic " + "x".repeat(512))).isInstanceOf(Parsed.Asked.class);
        assertThat(CommandLine.parse("#topic " + "x".repeat(513))).isInstanceOf(Parsed.Unclear.class);
        assertThat(CommandLine.parse("#react 1 " + "x".repeat(32))).isInstanceOf(Parsed.Asked.class);
        assertThat(CommandLine.parse("#react 1 " + "x".repeat(33))).isInstanceOf(Parsed.Unclear.class);
        assertThat(CommandLine.parse("#edit " + "x".repeat(Limits.TEXT_BYTES + 1))).isInstanceOf(Parsed.Unclear.class);
        assertThat(CommandLine.parse("#search" + " x".repeat(16))).isInstanceOf(Parsed.Asked.class);
        assertThat(CommandLine.parse("#search" + " x".repeat(17))).isInstanceOf(Parsed.Unclear.class);
    }

    @Test
    void aTimeOfDayIsTheLastOneThatWas() {
        long noon = 10 * 86_400_000L + 43_200_000;
        assertThat(new Since.At(LocalTime.of(11, 0)).millis(noon, ZoneOffset.UTC)).isEqualTo(noon - 3_600_000);
        assertThat(new Since.At(LocalTime.of(13, 0)).millis(noon, ZoneOffset.UTC)).isEqualTo(noon - 23 * 3_600_000);
        assertThat(new Since.Ago(60_000).millis(noon, ZoneOffset.UTC)).isEqualTo(noon - 60_000);
        assertThat(new Since.Ago(Long.MAX_VALUE).millis(noon, ZoneOffset.UTC)).isZero();
    }

    @Property
    void anyCommandWithAnythingBehindItIsUnderstoodOrExplained(@ForAll Command command,
            @ForAll("texts") String text) {
        assertThat(CommandLine.parse("#" + command.word() + " " + text)).isNotNull();
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
