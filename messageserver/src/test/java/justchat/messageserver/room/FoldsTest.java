// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

class FoldsTest {
    private static final Origin OLD = new Origin(1, 1);
    private static final Origin FOLDER = new Origin(2, 1);

    @Test
    void aVectorThatCoversAFoldNeedNotNameWhatItFolds() {
        var folds = new Folds();
        folds.learn(new Position(FOLDER, 3), fold(OLD, 7));
        var covering = VersionVector.of(Map.of(OLD, 7L, FOLDER, 3L));

        assertThat(folds.shrink(covering)).isEqualTo(VersionVector.of(Map.of(FOLDER, 3L)));
        assertThat(folds.expand(folds.shrink(covering))).isEqualTo(covering);
    }

    @Test
    void aVectorThatDoesNotCoverTheFoldOrHasMoreIsLeftAsItIs() {
        var folds = new Folds();
        folds.learn(new Position(FOLDER, 3), fold(OLD, 7));
        var before = VersionVector.of(Map.of(OLD, 7L, FOLDER, 2L));
        var more = VersionVector.of(Map.of(OLD, 8L, FOLDER, 3L));

        assertThat(folds.shrink(before)).isEqualTo(before);
        assertThat(folds.shrink(more)).isEqualTo(more);
        assertThat(folds.expand(more)).isEqualTo(more);
    }

    @Property(tries = 500)
    void whatIsLeftOutIsPutBack(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int servers) {
        var random = new Random(seed);
        var folds = new Folds();
        var lives = new HashMap<Integer, Integer>();
        var logs = new HashMap<Origin, Long>();
        var former = new ArrayList<Origin>();
        for (int i = random.nextInt(40); i > 0; i--) {
            int server = 1 + random.nextInt(servers);
            var origin = new Origin(server, lives.computeIfAbsent(server, _ -> 1));
            switch (random.nextInt(4)) {
                case 0 -> {
                    former.add(origin);
                    lives.merge(server, 1, Integer::sum);
                }
                case 1 -> former.stream().filter(old -> logs.containsKey(old) && random.nextBoolean()).findFirst()
                        .ifPresent(old -> folds.learn(new Position(origin, logs.merge(origin, 1L, Long::sum)), fold(old,
                                logs.get(old))));
                default -> logs.merge(origin, 1L + random.nextInt(3), Long::sum);
            }
        }
        var some = new HashMap<Origin, Long>();
        logs.forEach((origin, upTo) -> some.put(origin, random.nextLong(upTo + 1)));
        var vector = random.nextBoolean()
                ? folds.expand(VersionVector.of(some))
                : folds.close(VersionVector.of(some));

        assertThat(folds.expand(folds.shrink(vector))).isEqualTo(vector);
        assertThat(vector.covers(folds.shrink(vector))).isTrue();
        assertThat(folds.shrink(folds.shrink(vector))).isEqualTo(folds.shrink(vector));
    }

    @ParameterizedTest
    @ValueSource(strings = {"causal", "total"})
    void afterFiftyRestartsAVectorNamesAtMostTwoLivesOfAServer(String order) {
        var script = new ArrayList<>(List.of("room " + order + " 3", "servers 1 2 3", "linked"));
        for (int i = 0; i < 50; i++) {
            int victim = 1 + i % 3;
            script.add(victim + " posts author/" + (2 * i + 1));
            script.add("settle");
            script.add("crash " + victim);
            script.add("view");
            script.add("settle");
            script.add((1 + (i + 1) % 3) + " posts author/" + (2 * i + 2));
            script.add("settle");
            script.add("restart " + victim);
            script.add("view");
            script.add("linked");
            script.add("tick 5000");
            script.add("settle");
            script.add("tick 5000");
            script.add("settle");
        }
        script.add("1 posts author/101");
        var said = Transcript.play(String.join("\n", script.stream().map(line -> "> " + line).toList()));
        var has = said.substring(said.lastIndexOf("has [") + 5);

        assertThat(has.substring(0, has.indexOf(']')).split(" ")).hasSizeLessThanOrEqualTo(6);
        assertThat(said).contains("shows").contains("author/100");
    }

    @Test
    void aVectorThatLacksWhatAFoldFoldsIsTakenBackToBeforeTheFold() {
        var folds = new Folds();
        folds.learn(new Position(FOLDER, 3), fold(OLD, 7));
        var whole = VersionVector.of(Map.of(OLD, 7L, FOLDER, 9L));

        assertThat(folds.close(whole)).isEqualTo(whole);
        assertThat(folds.close(VersionVector.of(Map.of(OLD, 6L, FOLDER, 9L)))).isEqualTo(VersionVector.of(Map.of(OLD,
                6L, FOLDER, 2L)));
    }

    private static Payload.Fold fold(Origin origin, long upTo) {
        return new Payload.Fold(VersionVector.of(Map.of(origin, upTo)));
    }
}
