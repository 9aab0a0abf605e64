// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

class PersonalConductTest {
    private final PersonalConduct conduct = new PersonalConduct();
    private final Scene scene = new Scene(conduct);

    @Test
    void lettersWaitUntilTheirRecipientCollectsThem() {
        var first = scene.says("alan", letter("bob", 10));
        var second = scene.says("alan", letter("bob", 20));

        assertThat(conduct.waiting("bob", scene.nowMillis)).containsExactly(new Waiting(first, scene.shown.getFirst()
                .place(), "alan", 10, scene.nowMillis), new Waiting(second, scene.shown.get(1).place(), "alan", 20,
                        scene.nowMillis));
        assertThat(conduct.waiting("alan", scene.nowMillis)).isEmpty();
        assertThat(scene.told("eve", collected(first))).isEqualTo("no such letter waits for you");
        assertThat(scene.told("alan", collected(first))).isEqualTo("no such letter waits for you");
        scene.says("bob", collected(first));
        assertThat(conduct.waiting("bob", scene.nowMillis)).extracting(Waiting::id).containsExactly(second);
        // Another device of the same user was slower.
        scene.says("bob", collected(first, second));
        assertThat(conduct.waiting("bob", scene.nowMillis)).isEmpty();
    }

    @Test
    void nobodyCollectsForOthersWhateverIsShown() {
        var id = new MessageId(new Instance(3, 3), 1);
        scene.show(entry(2, new MessageId(new Instance(4, 4), 1), "eve", collected(id)));
        scene.show(entry(1, id, "alan", letter("bob", 10)));
        scene.show(entry(3, new MessageId(new Instance(4, 4), 2), "eve", collected(id)));

        assertThat(conduct.waiting("bob", 0)).hasSize(1);
    }

    @Test
    void aLetterThatWasCollectedBeforeItCameDoesNotWait() {
        var id = new MessageId(new Instance(3, 3), 1);
        scene.show(entry(2, new MessageId(new Instance(4, 4), 1), "bob", collected(id)));
        scene.show(entry(1, id, "alan", letter("bob", 10)));

        assertThat(conduct.waiting("bob", 0)).isEmpty();
    }

    @Test
    void aSenderFillsItsShareAndAllOfThemTheBox() {
        int most = Payload.Letter.MAX_BYTES;
        for (long bytes = 0; bytes + most <= Letters.MAX_BYTES_OF_SENDER; bytes += most) {
            scene.says("alan", letter("bob", most));
        }
        assertThat(scene.told("alan", letter("bob", most))).isEqualTo("too many letters of yours wait for bob");
        scene.says("alan", letter("carl", most));
        for (int sender = 0; sender < 5; sender++) {
            for (long bytes = 0; bytes + most <= Letters.MAX_BYTES_OF_SENDER; bytes += most) {
                scene.says("sender" + sender, letter("bob", most));
            }
        }
        while (scene.refusal("last", letter("bob", most)).isEmpty()) {
            scene.says("last", letter("bob", most));
        }
        assertThat(scene.told("last", letter("bob", most))).isEqualTo("too many letters wait for bob");
        assertThat(conduct.waiting("bob", scene.nowMillis).stream().mapToLong(Waiting::bytes).sum()).isBetween(
                Letters.MAX_BYTES - most, Letters.MAX_BYTES);

        scene.says("bob", collected(conduct.waiting("bob", scene.nowMillis).getFirst().id()));
        scene.says("last", letter("bob", most));
    }

    @Test
    void tenThousandLettersWaitAndNoMore() {
        for (int i = 0; i < Letters.MAX_WAITING; i++) {
            scene.says("alan", letter("bob", 1));
        }
        assertThat(scene.told("eve", letter("bob", 1))).isEqualTo("too many letters wait for bob");
    }

    @Test
    void lettersAreGoneAfterThirtyDays() {
        var old = scene.says("alan", letter("bob", 1));
        scene.nowMillis += Letters.KEPT_MILLIS;
        assertThat(conduct.waiting("bob", scene.nowMillis)).hasSize(1);
        scene.nowMillis++;
        assertThat(conduct.waiting("bob", scene.nowMillis)).isEmpty();

        for (int i = 0; i < Letters.MAX_WAITING; i++) {
            scene.says("alan", letter("bob", 1));
        }
        scene.says("bob", collected(old));
        assertThat(conduct.waiting("bob", scene.nowMillis)).hasSize(Letters.MAX_WAITING);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThat(scene.told("bob", letter("bob", 1))).isEqualTo("a letter to yourself");
        assertThat(scene.told("bob", new Payload.Text("x"))).isEqualTo(
                "only letters, markers and settings stand here");
        assertThat(scene.told("bob", new Payload.Membership(true))).isNotEmpty();
        assertThat(scene.told("bob", collected(new MessageId(new Instance(8, 8), 8)))).isNotEmpty();
    }

    @Test
    void settingsAndMarkersAreOnesOwnAndBounded() {
        scene.says("bob", new Payload.Setting("bell", "on"));
        scene.says("bob", new Payload.Setting("bell", "off"));
        scene.says("eve", new Payload.Setting("bell", "on"));
        assertThat(conduct.settings("bob")).isEqualTo(Map.of("bell", "off"));
        for (int i = 1; i < PersonalConduct.MAX_SETTINGS; i++) {
            scene.says("bob", new Payload.Setting("setting" + i, ""));
        }
        assertThat(scene.told("bob", new Payload.Setting("more", ""))).contains("64 settings");
        scene.says("bob", new Payload.Setting("bell", "on"));

        for (int i = 0; i < PersonalConduct.MAX_MARKERS; i++) {
            scene.says("bob", new Payload.Marker("room" + i, VersionVector.empty()));
        }
        assertThat(scene.told("bob", new Payload.Marker("more", VersionVector.empty()))).contains("256 rooms");
        assertThat(conduct.read("bob", "nowhere")).isEqualTo(VersionVector.empty());
    }

    @Test
    void whoIsAwayIsWhoSaidSoLast() {
        scene.says("bob", new Payload.Setting("away", "1 lunch"));
        scene.says("eve", new Payload.Setting("away", "1 "));
        scene.says("eve", new Payload.Setting("away", ""));
        assertThat(conduct.away("bob")).isEqualTo("1 lunch");
        assertThat(conduct.away("eve")).isEmpty();
        assertThat(conduct.away("alan")).isEmpty();
    }

    @Test
    void aMarkKnowsTheLatestLivesOfServersOnly() {
        for (int incarnation = 1; incarnation <= 300; incarnation++) {
            scene.says("bob",
                    new Payload.Marker("dev", VersionVector.empty().with(new Position(new Origin(1 + incarnation
                            % 3, incarnation), 9))));
        }
        assertThat(conduct.read("bob", "dev").entries()).hasSize(Mark.MAX_ORIGINS).containsKey(new Origin(1, 300))
                .doesNotContainKey(new Origin(2, 100));
    }

    @Test
    void entriesConcernWhoWroteThemAndWhomTheyAreAddressedTo() {
        var id = new MessageId(new Instance(3, 3), 1);
        var letter = entry(1, id, "alan", letter("bob", 10));
        assertThat(PersonalConduct.concerns(letter, "alan")).isTrue();
        assertThat(PersonalConduct.concerns(letter, "bob")).isTrue();
        assertThat(PersonalConduct.concerns(letter, "eve")).isFalse();
        assertThat(PersonalConduct.concerns(entry(2, id, "bob", collected(id)), "alan")).isFalse();
        assertThat(PersonalConduct.concerns(entry(2, id, "bob", new Payload.Setting("bell", "on")), "bob")).isTrue();
        assertThat(PersonalConduct.concerns(entry(3, id, "", new Payload.Fold(VersionVector.empty().with(new Position(
                new Origin(1, 1), 1)))), "eve")).isTrue();
    }

    private static Payload letter(String recipient, int bytes) {
        return new Payload.Letter(recipient, Bytes.of(new byte[bytes]));
    }

    private static Payload collected(MessageId... letters) {
        return new Payload.Collected(List.of(letters));
    }

    private static Entry entry(long time, MessageId id, String author, Payload payload) {
        return new Entry(new Position(new Origin(2, 1), time), id, author, VersionVector.empty(), 0, payload, time, 0);
    }
}
