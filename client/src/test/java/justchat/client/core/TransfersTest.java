// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.Limits;
import justchat.client.model.Source;
import justchat.client.model.TransferId;

import static org.assertj.core.api.Assertions.assertThat;

/// Files under way, with a clock that stands still until told.
class TransfersTest {
    private static final Source.Person TONY = new Source.Person("tony", "0f");
    private Script script = Script.attached();

    private static TransferId f(int number) {
        return new TransferId(number);
    }

    private static FileInfo file(int number) {
        return new FileInfo("file" + number, 1_000_000, new ContentHash(String.format("%064x", number)));
    }

    /// Offers of tony's, numbered from 1, all accepted.
    private void fetches(int count) {
        IntStream.rangeClosed(1, count).forEach(number -> {
            script.hear(new Event.OfferReceived(new Source.Person("tony", "0" + number), Script.OTHER, file(number),
                    script.now()
                            .millis() + 600_000,
                    Script.CLOCK));
            script.types("#accept f" + number);
        });
    }

    private List<String> started() {
        return script.transcript().stream().filter(line -> line.startsWith("download ")).map(line -> line.split(" ")[1])
                .toList();
    }

    private List<String> listed() {
        script.transcript();
        script.types("#transfers");
        return script.transcript().stream().map(line -> line.replaceFirst("> ..:.. -- ", "")).toList();
    }

    private void progress(int number, long done) {
        script.hear(new Event.Progress(f(number), done, 1_000_000, "direct"));
    }

    private void done(int number) {
        script.hear(new Event.TransferDone(f(number), Path.of("/downloads/file" + number), 1_000_000, 400, "direct",
                file(number).hash(), Script.CLOCK));
    }

    @Test
    void fourRunAtOnceAndTheOthersWaitVisiblyForTheirTurn() {
        fetches(6);
        assertThat(started()).containsExactly("f1", "f2", "f3", "f4");
        assertThat(listed()).contains("f5 from tony: file5, waiting for its turn, 1.0 MB");
        done(2);
        assertThat(started()).containsExactly("f5");
        script.hear(new Event.TransferFailed(f(1), "no"));
        assertThat(started()).containsExactly("f6");
    }

    @Test
    void oneThatWaitsIsSaidToWait() {
        fetches(5);
        assertThat(script.transcript()).contains("> 12:00 -- f5 waits for its turn: 4 run already");
    }

    @Test
    void oneThatDoesNotMoveHoldsUpNoOther() {
        fetches(6);
        started();
        script.passes(5_000);
        IntStream.rangeClosed(2, 4).forEach(number -> progress(number, 1_000));
        assertThat(started()).isEmpty();
        script.passes(5_000);
        assertThat(started()).containsExactly("f5");
        script.hear(new Event.TransferHeld(f(2), "tony is not online"));
        assertThat(started()).containsExactly("f6");
    }

    @Test
    void theCoreWantsToBeWokenWhenAPlaceBecomesFree() {
        fetches(5);
        assertThat(script.core().wakeAt() - script.now().nanos()).isLessThanOrEqualTo(10_000_000_000L);
    }

    @Test
    void rateAndRemainingTimeAreThoseOfTheLastSeconds() {
        fetches(1);
        progress(1, 500_000);
        script.passes(1_000);
        progress(1, 600_000);
        assertThat(listed()).containsExactly(
                "f1 from tony: file1, running, 60% of 1.0 MB, 100.0 kB/s, 0:04 left, direct");
        assertThat(script.core().bar(script.now()).transfers()).containsExactly(new Bar.Running(f(1), "file1", 600_000,
                1_000_000, 100_000, ""));
        script.passes(60_000);
        assertThat(listed().getFirst()).doesNotContain("/s").contains("60%");
    }

    @Test
    void whatIsAllThereIsChecked() {
        fetches(1);
        progress(1, 1_000_000);
        assertThat(listed()).containsExactly("f1 from tony: file1, checking, 100% of 1.0 MB, direct");
        done(1);
        assertThat(listed()).containsExactly("f1 from tony: file1, done, 100% of 1.0 MB, direct");
        assertThat(script.core().bar(script.now()).transfers()).isEmpty();
    }

    @Test
    void aPausedOneMakesPlaceAndGoesOnWhenItIsTold() {
        fetches(5);
        progress(1, 450_000);
        script.transcript();
        script.types("#pause f1");
        assertThat(script.transcript()).containsExactly("pause f1",
                "> 12:00 -- f1 file1 from tony paused at 45%; #resume f1 goes on",
                "download f5 into /downloads/file5 from Person[user=tony, offer=05]");
        progress(1, 460_000);
        assertThat(listed()).contains("f1 from tony: file1, paused, 45% of 1.0 MB, direct");
        script.types("#pause f1");
        assertThat(script.transcript()).containsExactly("> 12:00 -- f1 does not run; #resume f1 goes on");
        script.types("#resume f1");
        assertThat(started()).isEmpty();
        done(3);
        assertThat(started()).containsExactly("f1");
        script.types("#resume f1");
        assertThat(script.transcript()).containsExactly("> 12:00 -- f1 is not paused");
    }

    @Test
    void oneThatStoppedSaysWhatToDoAndGoesOnWhenItIsTold() {
        fetches(1);
        progress(1, 450_000);
        script.transcript();
        script.hear(new Event.TransferStopped(f(1), "tony is not online"));
        assertThat(script.transcript()).containsExactly("> 12:00 -- f1 file1 from tony stopped at 45%: tony is not"
                + " online; #resume f1 goes on, #cancel f1 drops it");
        assertThat(listed()).containsExactly(
                "f1 from tony: file1, stopped, tony is not online, 45% of 1.0 MB, direct");
        script.types("#resume f1");
        assertThat(started()).containsExactly("f1");
        script.hear(new Event.TransferStopped(f(1), "tony is not online")).transcript();
        script.types("#cancel f1");
        assertThat(script.transcript()).containsExactly("discard f1: file1", "> 12:00 -- f1 file1 failed: cancelled");
    }

    @Test
    void oneThatWaitsForSomebodyIsSaidToOnceAndGoesOnByItself() {
        fetches(1);
        script.transcript();
        script.hear(new Event.TransferHeld(f(1), "tony is not online"));
        script.hear(new Event.TransferHeld(f(1), "no direct link to tony"));
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- f1 file1 from tony waits: tony is not online; it goes on by itself");
        assertThat(listed()).containsExactly(
                "f1 from tony: file1, waiting, no direct link to tony, 1.0 MB");
        progress(1, 10);
        assertThat(listed().getFirst()).contains(", running, ");
    }

    @Test
    void anOfferOfOursSaysItsTimeLimitAndCanBePausedOnceItIsAccepted() {
        script.types("#share #tony #/home/elon/plan.pdf").transcript();
        script.hear(new Event.OfferSent(f(1), file(1), 600_000, false));
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- f1 file1 (1.0 MB) offered to tony; nothing is sent before it is accepted, within 10 min");
        script.types("#pause f1");
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- f1 does not move yet; #cancel f1 takes it back");
        script.hear(new Event.OfferAnswered(f(1), true, Script.CLOCK));
        progress(1, 100_000);
        assertThat(listed()).containsExactly("f1 to tony: plan.pdf, running, 10% of 1.0 MB, direct");
        script.types("#pause f1").types("#resume f1");
        assertThat(script.transcript()).contains("pause f1", "go on with f1");
    }

    @Test
    void anOfferThatIsALetterStandsForAWeekAndKeepsNobodyHere() {
        script.types("#share #tony #/home/elon/plan.pdf").transcript();
        script.hear(new Event.OfferSent(f(1), file(1), Limits.MAILED_OFFER_MILLIS, true));
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- f1 file1 (1.0 MB) offered to tony; nothing is sent before it is accepted, within 7 days",
                "> 12:00 -- tony cannot be reached directly: the offer is a sealed letter, and stands for 7 days, also"
                        + " while you are away");
        script.types("#quit").passes(1_500);
        assertThat(script.transcript()).contains("stop OK");
    }

    @Test
    void aTransferSaysThatItIsRelayed() {
        script.hear(new Event.Unfinished(List.of(), List.of(new Event.Unfinished.Kept("0e", file(1), "carol", false))));
        assertThat(listed()).containsExactly("f1 to carol: file1, waiting for an answer, 1.0 MB");
        script.hear(new Event.OfferAnswered(f(1), true, Script.CLOCK));
        script.hear(new Event.Progress(f(1), 100_000, 1_000_000, "relayed"));
        assertThat(listed()).containsExactly("f1 to carol: file1, running, 10% of 1.0 MB, relayed");
        script.hear(new Event.TransferHeld(f(1), "carol has not fetched it yet")).transcript();
        script.types("#quit").passes(1_500);
        assertThat(script.transcript()).contains("stop OK");
    }

    @Test
    void anOfferWhoseSenderLeftOrTookItBackIsWithdrawnVisibly() {
        var other = new Source.Person("tony", "aa");
        for (var source : List.of(TONY, other)) {
            script.hear(new Event.OfferReceived(source, Script.OTHER, file(1), script.now().millis() + 60_000,
                    Script.CLOCK));
        }
        script.transcript();
        script.hear(new Event.OfferWithdrawn(TONY, true));
        script.hear(new Event.OfferWithdrawn(other, false));
        script.hear(new Event.OfferWithdrawn(other, false));
        assertThat(script.transcript()).containsExactly("> 12:00 -- f1 file1: tony left, so the offer is over",
                "> 12:00 -- f2 file1: tony withdrew the offer");
        assertThat(script.core().bar(script.now()).offers()).isEmpty();
    }

    @Test
    void whatAnEarlierRunLeftGoesOnByItselfOnceWithinTheSameLimit() {
        var downloads = IntStream.rangeClosed(1, 6).mapToObj(number -> new Event.Unfinished.Download(new Source.Person(
                "tony", "0" + number), file(number), "file" + number, 450_000, number == 2)).toList();
        script.hear(new Event.Unfinished(downloads, List.of(new Event.Unfinished.Kept("0e", file(9), "carol", true))));
        assertThat(script.transcript()).contains("> 12:00 -- f1 file1 from tony goes on at 45% of 1.0 MB",
                "> 12:00 -- f2 file2 from tony is paused at 45% of 1.0 MB; #resume f2",
                "download f1 into /downloads/file1 from Person[user=tony, offer=01]",
                "download f5 into /downloads/file5 from Person[user=tony, offer=05]",
                "> 12:00 -- f7 file9 for carol was accepted and is kept until it is fetched", "serve f7: 0e")
                .noneMatch(line -> line.startsWith("download f2") || line.startsWith("download f6"));
        script.hear(new Event.Unfinished(downloads, List.of()));
        assertThat(script.transcript()).isEmpty();
        assertThat(listed()).contains(
                "f7 to carol: file9, waiting, carol fetches it when both are online, 1.0 MB");
    }

    @Test
    void theEndOfARunWaitsForWhatWasAskedInItOnly() {
        script.hear(new Event.Unfinished(List.of(new Event.Unfinished.Download(TONY, file(1), "file1", 450_000,
                false)), List.of()));
        script.types("#quit").passes(1_500);
        assertThat(script.transcript()).contains("stop OK");
    }

    @Test
    void theEndOfARunDoesNotWaitForSomebodyWhoIsAwayAndWillFindItAgain() {
        fetches(1);
        script.hear(new Event.TransferHeld(f(1), "tony is not online"));
        script.types("#quit").passes(1_500);
        assertThat(script.transcript()).contains("stop OK");

        script = Script.attached();
        fetches(1);
        script.types("#quit").passes(30_000);
        assertThat(script.transcript()).noneMatch(line -> line.startsWith("stop"));
        script.passes(31_000);
        assertThat(script.transcript()).anyMatch(line -> line.startsWith("stop UNSENT"));
    }

    @Test
    void whatIsLeftIsLookedForOnceARun() {
        var fresh = new Script(0).logsIn();
        fresh.hear(Script.attachedTo("ms-1", "lb-1"));
        assertThat(fresh.searched).containsExactly(Path.of("/downloads"));
        fresh.hear(new Event.Detached("ms-1", "closed", 3)).hear(Script.attachedTo("ms-2", "lb-1"));
        assertThat(fresh.searched).hasSize(1);
    }

    /// Whatever is told and typed in whatever order: no more than four are started that
    /// have not ended, stalled or been paused since.
    @Property(tries = 300)
    void neverMoreThanFourRun(@ForAll @Size(max = 60) List<@IntRange(max = 99) Integer> steps) {
        script = Script.attached();
        fetches(9);
        var running = new TreeSet<String>(started());
        for (int step : steps) {
            var number = step % 9 + 1;
            switch (step / 11) {
                case 0, 1 -> script.types("#pause f" + number);
                case 2, 3 -> script.types("#resume f" + number);
                case 4 -> done(number);
                case 5 -> script.hear(new Event.TransferFailed(f(number), "no"));
                case 6 -> script.hear(new Event.TransferStopped(f(number), "no"));
                default -> progress(number, step * 100L);
            }
            if (step / 11 <= 1 || step / 11 >= 4 && step / 11 <= 6) {
                running.remove("f" + number);
            }
            running.addAll(started());
            assertThat(running).hasSizeLessThanOrEqualTo(Limits.RUNNING);
        }
    }
}
