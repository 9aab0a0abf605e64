// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.PublicFile;

import static org.assertj.core.api.Assertions.assertThat;

class ShelfTest {
    private final Shelf shelf = new Shelf();

    private static PublicFile file(String name, int content, String owner, long at) {
        return new PublicFile(new FileInfo(name, 1, new ContentHash(String.valueOf(content).repeat(64))), owner, at,
                "lobby", new MessageId(Instance.of(new byte[16]), at));
    }

    @Test
    void whatIsANameIsNotTakenForAnythingElse() {
        var two = file("2", 1, "elon", 1);
        var odd = file("tony/plan.pdf", 2, "elon", 2);
        var plan = file("plan.pdf", 3, "Tony", 3);
        var all = List.of(two, odd, plan);
        shelf.show(all);
        assertThat(shelf.find("2", all)).containsExactly(two);
        assertThat(shelf.find("tony/plan.pdf", all)).containsExactly(odd);
        assertThat(shelf.find("tony/plan.pdf", List.of(two, plan))).containsExactly(plan);
        assertThat(shelf.find("3", all)).containsExactly(plan);
        assertThat(shelf.find("4", all)).isEmpty();
        assertThat(shelf.find("/plan.pdf", List.of(plan))).isEmpty();
    }

    /// Against the long way: of each content the newest message, the newest first.
    @Property(tries = 200)
    void differentContentsOfOneNameAreAllFoundEachOnce(@ForAll long seed) {
        var random = new Random(seed);
        var files = new ArrayList<PublicFile>();
        for (int at = 1; at <= random.nextInt(12); at++) {
            files.add(file("plan.pdf", random.nextInt(4), random.nextBoolean() ? "elon" : "tony", at));
        }
        var expected = new ArrayList<PublicFile>();
        var seen = new HashSet<ContentHash>();
        for (var file : files.reversed()) {
            if (seen.add(file.file().hash())) {
                expected.add(file);
            }
        }
        assertThat(shelf.find("plan.pdf", files)).isEqualTo(expected);
        assertThat(shelf.find("tony/plan.pdf", files)).hasSizeLessThanOrEqualTo(1).allMatch(file -> file.owner().equals(
                "tony")
                && files.stream().noneMatch(
                        other -> other.owner().equals("tony") && other.sharedAtMillis() > file.sharedAtMillis()));
    }
}
