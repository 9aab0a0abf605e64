// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.client.codec.PrivateMessage;
import justchat.client.codec.PrivateMessage.Outcome;
import justchat.client.crypto.Identity;
import justchat.client.file.Chunks;
import justchat.client.file.FileManifest;
import justchat.client.file.LocalFile;
import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.client.peer.OutgoingOffer.Change;
import justchat.client.peer.OutgoingOffer.Service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What the direct links decide, without any link.
class PurePeerTest {
    private static final long ANSWER_BY = TimeUnit.SECONDS.toNanos(10);

    @TempDir
    Path folder;

    private static boolean allowed(String host, boolean onLoopback) {
        return AddressRule.objection(InetSocketAddress.createUnresolved(host, 4000), onLoopback).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "224.0.0.1", "0.0.0.0", "fe80::1", "ff02::1", "::", "example.com", "",
            "::ffff:169.254.169.254", "::169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1",
            "::ffff:224.0.0.1",
            "::ffff:0.0.0.0", "0.1.2.3", "255.255.255.255", "240.0.0.1", "fd00:ec2::254", "100.100.100.200",
            "fe80::1%1",
            "0x7f000001"})
    void theDirectoryCannotSendUsEverywhere(String host) {
        assertThat(allowed(host, true)).isFalse();
    }

    @Test
    void thisMachineIsAllowedOnlyIfOurServerIsOnIt() {
        for (var host : List.of("127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "127.1",
                "2130706433")) {
            assertThat(allowed(host, true)).isTrue();
            assertThat(allowed(host, false)).isFalse();
        }
        assertThat(allowed("192.168.1.7", false)).isTrue();
        assertThat(allowed("2001:db8::7", false)).isTrue();
    }

    private static Duplicates.Key key(String sender, long number) {
        return new Duplicates.Key(sender, new MessageId(Instance.of(new byte[16]), number));
    }

    @Test
    void duplicatesAreRememberedUpToTheirLimit() {
        var duplicates = new Duplicates(folder);
        for (var number = 1; number <= Duplicates.REMEMBERED + 1; number++) {
            assertThat(duplicates.take(key("tony", number))).isTrue();
        }
        assertThat(duplicates.take(key("tony", 2))).isFalse();
        assertThat(duplicates.take(key("tony", 1))).isTrue();
        duplicates.release(key("tony", 1));
        assertThat(duplicates.take(key("tony", 1))).isTrue();
    }

    @Test
    void nobodyUsesUpTheMessageIdOfAnother() {
        var duplicates = new Duplicates(folder);
        assertThat(duplicates.take(key("mallory", 1))).isTrue();
        assertThat(duplicates.take(key("tony", 1))).isTrue();
    }

    @Test
    void whatWasShownIsKnownToLaterRunsAndTheFileStaysShort() throws IOException {
        var first = new Duplicates(folder);
        for (var number = 1; number <= 3 * Duplicates.REMEMBERED; number++) {
            first.take(key("tony of the east", number));
            first.settle(key("tony of the east", number));
        }
        first.take(key("tony", 1));
        var later = new Duplicates(folder);
        assertThat(later.take(key("tony of the east", 3 * Duplicates.REMEMBERED))).isFalse();
        assertThat(later.take(key("tony of the east", 2 * Duplicates.REMEMBERED + 1))).isFalse();
        assertThat(later.take(key("tony", 1))).isTrue();
        assertThat(Files.readAllLines(folder.resolve("received.txt")).size())
                .isLessThanOrEqualTo(2 * Duplicates.REMEMBERED);
    }

    @Test
    void aFileThatSomebodyWroteIntoIsReadAsFarAsItMakesSense() throws IOException {
        Files.writeString(folder.resolve("received.txt"), "nonsense\n\n00 1 tony\n" + "0".repeat(32) + " 7 tony\n"
                + "0".repeat(32) + " x tony\n");
        var duplicates = new Duplicates(folder);
        assertThat(duplicates.take(key("tony", 7))).isFalse();
        assertThat(duplicates.take(key("tony", 8))).isTrue();
    }

    @Test
    void whoCouldNotBeReachedIsTriedAgainAfterAWhile() {
        var out = new OutOfReach();
        assertThat(out.holds("robert", 0)).isFalse();
        out.add("robert", 0);
        assertThat(out.holds("robert", OutOfReach.NANOS - 1)).isTrue();
        assertThat(out.holds("tony", 1)).isFalse();
        assertThat(out.holds("robert", OutOfReach.NANOS)).isFalse();
        for (var number = 0; number <= OutOfReach.REMEMBERED; number++) {
            out.add("user " + number, 0);
        }
        assertThat(out.holds("user 0", 1)).isFalse();
        assertThat(out.holds("user 1", 1)).isTrue();
    }

    private static byte[] identity(int seed) {
        var key = new byte[Identity.PUBLIC_BYTES];
        key[0] = (byte) seed;
        return key;
    }

    @Test
    void pinsLastBeyondTheRunAndAChangedKeyIsNamedLoudlyOnce() throws Exception {
        new Pins(folder).check("tony", identity(1));
        var later = new Pins(folder);
        assertThatCode(() -> later.check("tony", identity(1))).doesNotThrowAnyException();
        for (var first : new boolean[]{true, false}) {
            assertThatThrownBy(() -> later.check("tony", identity(2))).isInstanceOfSatisfying(KeyChanged.class,
                    changed -> assertThat(changed.isNew()).isEqualTo(first)).hasMessageContaining("CHANGED")
                    .hasMessageContaining("#verify tony accept");
        }
        assertThat(Files.readAllLines(folder.resolve("identities.txt"))).singleElement().asString()
                .matches("tony 01" + "00"
                        .repeat(63) + " pinned \\d+");
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(Files.getPosixFilePermissions(folder.resolve("identities.txt"))).containsExactlyInAnyOrder(
                    PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
    }

    @Test
    void aVerifiedUserIsOneUntilTheKeyChangesAndAnotherRunKnowsWhatThePersonDecided() throws Exception {
        var pins = new Pins(folder);
        pins.check("tony", identity(1));
        pins.set("tony", new Pins.Pin(identity(1), true));
        assertThat(new Pins(folder).verified()).containsExactly("tony");
        assertThatThrownBy(() -> pins.check("tony", identity(2))).hasMessageContaining("VERIFIED the old one");
        assertThat(pins.verified()).isEmpty();

        new Pins(folder).set("tony", new Pins.Pin(identity(2), false));
        assertThatCode(() -> pins.check("tony", identity(2))).as("taken in another run").doesNotThrowAnyException();
        assertThat(new Pins(folder).verified()).isEmpty();
        assertThatThrownBy(() -> pins.check("tony", identity(1))).isInstanceOf(KeyChanged.class);
    }

    @Test
    void keysOfBeforeAreKnownToLaterRunsWithTheTimeOfTheirEnd() {
        var pins = new Pins(folder);
        assertThat(pins.earlier("tony")).isEmpty();
        long begin = System.currentTimeMillis();
        for (int seed = 1; seed <= 3; seed++) {
            pins.set("tony", new Pins.Pin(identity(seed), false));
            pins.set("tony", new Pins.Pin(identity(seed), true));
        }
        for (var known : List.of(pins, new Pins(folder))) {
            assertThat(known.earlier("tony")).extracting(earlier -> (int) earlier.key()[0]).containsExactly(1, 2);
            assertThat(known.earlier("tony")).allMatch(earlier -> earlier.untilMillis() >= begin);
        }
    }

    @Test
    void ourOwnKeyOfBeforeIsKnownToo() {
        var pins = new Pins(folder);
        pins.own("elon", identity(1));
        pins.own("elon", identity(1));
        pins.own("elon", identity(2));
        assertThat(pins.earlier("elon")).singleElement().satisfies(earlier -> assertThat(earlier.key()[0]).isEqualTo(
                (byte) 1));
        assertThat(new Pins(folder).pin("elon")).hasValueSatisfying(pin -> assertThat(pin.key()[0]).isEqualTo(
                (byte) 2));
    }

    @Test
    void linesThatMakeNoSensePinNothing() throws Exception {
        Files.write(folder.resolve("identities.txt"), List.of("", "tony", "tony 0123", "tony xy", "x ".repeat(500),
                "elon 01" + "00".repeat(63) + " verified?"));
        var pins = new Pins(folder);
        assertThat(pins.pin("tony")).isEmpty();
        assertThat(pins.pin("elon")).hasValueSatisfying(pin -> assertThat(pin.verified()).isFalse());
    }

    private OutgoingOffer offer() {
        try {
            return switch (LocalFile.scan(Files.write(folder.resolve("f"), new byte[10]).toString())) {
                case LocalFile.Scan.Ready(var file) ->
                    new OutgoingOffer("00", new TransferId(1), "robert", file, new byte[32], ANSWER_BY);
                case LocalFile.Scan.Unusable(var sentence) -> throw new AssertionError(sentence);
            };
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void noChunkIsServedBeforeTheAcceptanceNorAfterTheEnd() {
        var offer = offer();
        assertThat(offer.serves(1)).isEqualTo(Service.NOT_ACCEPTED);
        assertThat(offer.goesOn(0, 1)).isFalse();
        assertThat(offer.answer(Outcome.RECEIVED, 2)).isFalse();
        assertThat(offer.answer(Outcome.ACCEPTED, 3)).isTrue();
        assertThat(offer.answer(Outcome.ACCEPTED, 4)).isFalse();
        assertThat(offer.answer(Outcome.DECLINED, 5)).isFalse();
        assertThat(offer.serves(6)).isEqualTo(Service.YES);
        offer.pause(true);
        assertThat(offer.serves(6)).isEqualTo(Service.NOT_NOW);
        offer.pause(false);
        assertThat(offer.serves(6)).isEqualTo(Service.YES);
        assertThat(offer.answer(Outcome.RECEIVED, 7)).isTrue();
        assertThat(offer.serves(8)).isEqualTo(Service.NOT_ACCEPTED);
    }

    @Test
    void anOfferExpiresUnansweredAndAnAcceptedOneIdlesAndIsForgottenAfterAWeek() {
        var waiting = offer();
        assertThat(waiting.change(ANSWER_BY - 1)).isEqualTo(Change.NONE);
        assertThat(waiting.change(ANSWER_BY)).isEqualTo(Change.UNANSWERED);
        assertThat(waiting.change(ANSWER_BY + 1)).isEqualTo(Change.NONE);
        assertThat(waiting.answer(Outcome.ACCEPTED, ANSWER_BY + 2)).isFalse();

        var sending = offer();
        sending.answer(Outcome.ACCEPTED, ANSWER_BY - 1);
        var last = 10 * ANSWER_BY;
        assertThat(sending.serves(last)).isEqualTo(Service.YES);
        assertThat(sending.change(last + OutgoingOffer.IDLE_NANOS - 1)).isEqualTo(Change.NONE);
        assertThat(sending.change(last + OutgoingOffer.IDLE_NANOS)).isEqualTo(Change.IDLE);
        assertThat(sending.change(last + OutgoingOffer.IDLE_NANOS + 1)).isEqualTo(Change.NONE);
        assertThat(sending.serves(last + 2 * OutgoingOffer.IDLE_NANOS)).isEqualTo(Service.YES);
        assertThat(sending.change(last + 3 * OutgoingOffer.IDLE_NANOS)).isEqualTo(Change.IDLE);
        assertThat(sending.change(last + 2 * OutgoingOffer.IDLE_NANOS + OutgoingOffer.KEPT_NANOS))
                .isEqualTo(Change.FORGOTTEN);
        assertThat(sending.serves(last)).isEqualTo(Service.NOT_ACCEPTED);
    }

    @Test
    void whoAsksForTheSameAgainAndAgainIsCutOff() {
        var offer = offer();
        offer.answer(Outcome.ACCEPTED, 1);
        var times = IntStream.range(0, 1_000).takeWhile(_ -> offer.serves(2) == Service.YES).count();
        assertThat(times).isBetween(4L, 300L);
        assertThat(offer.goesOn(0, 3)).isTrue();
        assertThat(offer.serves(4)).isEqualTo(Service.TOO_OFTEN);
    }

    @Test
    void progressCountsWhatWasThereBeforeAndNoChunkTwice() {
        var offer = offer();
        offer.answer(Outcome.ACCEPTED, 1);
        assertThat(offer.goesOn(11, 2)).isFalse();
        assertThat(offer.goesOn(4, 2)).isTrue();
        assertThat(offer.served(0)).isEqualTo(10);
        assertThat(offer.goesOn(0, 3)).isTrue();
        assertThat(offer.served(0)).isEqualTo(10);
        assertThat(offer.served(0)).isEqualTo(10);
    }

    private static WaitingOffers.Offer waiting(String user, int number, int size) {
        var hashes = Stream.generate(() -> new byte[32]).limit(Chunks.count(size)).toList();
        var id = String.format("%032x", number);
        return new WaitingOffers.Offer(new Source.Person(user, id), new Instance("aa".repeat(16)),
                new PrivateMessage.Offer(id, new FileManifest("x", size, hashes), new byte[32], 0),
                Optional.empty());
    }

    @Test
    void whatOthersOfferTakesNoMoreThanSoMuchMemory() {
        var offers = new WaitingOffers();
        IntStream.range(0, WaitingOffers.PER_USER).forEach(number -> assertThat(offers.add(waiting("tony", number, 1)))
                .isEqualTo(WaitingOffers.Reception.TAKEN));
        assertThat(offers.add(waiting("tony", 99, 1))).isEqualTo(WaitingOffers.Reception.FULL);
        assertThat(offers.add(waiting("tony", 1, 1))).isEqualTo(WaitingOffers.Reception.KNOWN);
        assertThat(offers.add(waiting("tony", 1, 2))).isEqualTo(WaitingOffers.Reception.NAME_TAKEN);
        assertThat(offers.add(waiting("elon", 1, 1))).isEqualTo(WaitingOffers.Reception.TAKEN);
        var large = (int) (1L << 30);
        var taken = IntStream.range(0, 100)
                .filter(number -> offers.add(waiting("user" + number, number, large)) == WaitingOffers.Reception.TAKEN)
                .count();
        assertThat(taken * Chunks.count(large)).isLessThanOrEqualTo(WaitingOffers.CHUNKS);
        assertThat(taken).isGreaterThan(1);
        offers.all().forEach(one -> offers.remove(one.source()));
        assertThat(offers.add(waiting("tony", 1, large))).isEqualTo(WaitingOffers.Reception.TAKEN);
    }

    /// Whatever comes in whatever order: an offer is over at most once.
    @Property(tries = 300)
    void anOfferEndsAtMostOnce(@ForAll @Size(max = 20) List<Outcome> outcomes) throws Exception {
        folder = Files.createTempDirectory("offers");
        var offer = offer();
        var ends = outcomes.stream().filter(outcome -> offer.answer(outcome, 1) && outcome != Outcome.ACCEPTED).count();
        assertThat(ends).isLessThanOrEqualTo(1);
        assertThat(offer.withdraw()).isEqualTo(ends == 0);
        Files.delete(folder.resolve("f"));
        Files.delete(folder);
    }
}
