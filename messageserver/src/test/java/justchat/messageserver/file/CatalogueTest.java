// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.PublicFile;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogueTest {
    private final AtomicInteger changes = new AtomicInteger();
    private final Catalogue catalogue = new Catalogue(changes::incrementAndGet);
    private long sequence;

    private static MessageId id(long number) {
        return new MessageId(Instance.of(new byte[16]), number);
    }

    private static ContentHash content(int number) {
        return ContentHash.sha256(new byte[]{(byte) number});
    }

    private Entry say(String author, Payload payload) {
        sequence++;
        return new Entry(new Position(new Origin(1, 1), sequence), id(sequence), author, VersionVector.empty(), 5,
                payload, sequence, 0);
    }

    private MessageId share(String room, String author, int content) {
        var entry = say(author, new Payload.FileNotice("plan.pdf", 10L + content, content(content)));
        catalogue.shown(room, entry);
        return entry.id();
    }

    private void erase(String room, String author, MessageId... targets) {
        catalogue.shown(room, say(author, new Payload.Erase(List.of(targets))));
    }

    /// What somebody knows who followed all changes.
    private static List<PublicFile> followed(Catalogue catalogue, int limit) {
        Map<MessageId, PublicFile> known = new LinkedHashMap<>();
        long last = 0;
        for (var part = catalogue.after(last, limit); !part.isEmpty(); part = catalogue.after(last, limit)) {
            for (var change : part) {
                assertThat(change.number()).isGreaterThan(last);
                last = change.number();
                if (change.isErased()) {
                    known.remove(change.file().message());
                } else {
                    known.put(change.file().message(), change.file());
                }
            }
        }
        return List.copyOf(known.values());
    }

    @Test
    void aFileIsKeptWhileOneMessageTellsOfItAndThenItIsKnownWhoErasedTheLast() {
        var first = share("lobby", "elon", 1);
        var second = share("plans", "tony", 1);
        erase("lobby", "elon", first);
        assertThat(catalogue.isAnnounced(content(1))).isTrue();
        assertThat(catalogue.erasedBy(content(1))).isEmpty();
        erase("plans", "moderator", second);
        assertThat(catalogue.isAnnounced(content(1))).isFalse();
        assertThat(catalogue.erasedBy(content(1))).contains("moderator");
        share("lobby", "ada", 1);
        assertThat(catalogue.erasedBy(content(1))).isEmpty();
    }

    @Test
    void twoFilesOfOneNameAreTwo() {
        share("lobby", "elon", 1);
        share("lobby", "elon", 2);
        assertThat(followed(catalogue, 10)).extracting(PublicFile::file).extracting(Payload.FileNotice::hash)
                .containsExactly(content(1), content(2));
        assertThat(catalogue.announcedBy("elon")).isEqualTo(Map.of(content(1), 11L, content(2), 12L));
    }

    @Test
    void anErasureElsewhereOrOfAnotherMessageChangesNothing() {
        var told = share("lobby", "elon", 1);
        int before = changes.get();
        erase("plans", "elon", told);
        erase("lobby", "elon", id(77));
        assertThat(changes.get()).isEqualTo(before);
        assertThat(catalogue.isAnnounced(content(1))).isTrue();
    }

    @Test
    void aSealedMessageKeepsItsFileInNoList() {
        var sealed = say("elon", new Payload.Sealed(1, Bytes.of(new byte[]{1}), Optional.of(content(1))));
        catalogue.shown("closed", sealed);
        assertThat(catalogue.isAnnounced(content(1))).isTrue();
        assertThat(catalogue.announcedBy("elon")).isEqualTo(Map.of(content(1), Catalogue.UNKNOWN));
        assertThat(catalogue.after(0, 10)).isEmpty();
        share("lobby", "elon", 1);
        assertThat(catalogue.announcedBy("elon")).isEqualTo(Map.of(content(1), 11L));
        erase("closed", "elon", sealed.id());
        assertThat(catalogue.isAnnounced(content(1))).isTrue();
    }

    @Test
    void beyondTheLimitFilesAreKeptAndNotListed() {
        for (int number = 0; number <= Catalogue.MAX_FILES; number++) {
            share("lobby", "elon", number % 100);
        }
        assertThat(catalogue.after(0, Integer.MAX_VALUE)).hasSize(Catalogue.MAX_FILES);
        assertThat(catalogue.isAnnounced(content(0))).isTrue();
    }

    /// Against a twin that keeps a list of what was told and strikes out.
    @Property(tries = 200)
    void whoFollowsTheChangesKnowsWhatIsToldOf(@ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int steps,
            @ForAll @IntRange(min = 1, max = 5) int limit) {
        var random = new Random(seed);
        var fresh = new CatalogueTest();
        var told = new ArrayList<MessageId>();
        Map<MessageId, Integer> twin = new LinkedHashMap<>();
        Map<MessageId, String> owners = new HashMap<>();
        for (int step = 0; step < steps; step++) {
            if (told.isEmpty() || random.nextInt(3) > 0) {
                int content = random.nextInt(5);
                var owner = random.nextBoolean() ? "elon" : "tony";
                var id = fresh.share("lobby", owner, content);
                told.add(id);
                twin.put(id, content);
                owners.put(id, owner);
            } else {
                var target = told.get(random.nextInt(told.size()));
                fresh.erase("lobby", "elon", target, id(1_000));
                twin.remove(target);
            }
        }
        assertThat(followed(fresh.catalogue, limit)).extracting(PublicFile::message).containsExactlyElementsOf(twin
                .keySet());
        for (int content = 0; content < 5; content++) {
            assertThat(fresh.catalogue.isAnnounced(content(content))).isEqualTo(twin.containsValue(content));
        }
        for (var owner : List.of("elon", "tony")) {
            Map<ContentHash, Long> expected = new HashMap<>();
            twin.forEach((id, content) -> {
                if (owners.get(id).equals(owner)) {
                    expected.put(content(content), 10L + content);
                }
            });
            assertThat(fresh.catalogue.announcedBy(owner)).isEqualTo(expected);
        }
    }
}
