// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.presence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import justchat.loadbalancer.model.Announcement;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.SharedFile;
import justchat.loadbalancer.model.UserName;

import static org.assertj.core.api.Assertions.assertThat;

class ShelfTest {
    private static Announcement told(int number) {
        return new Announcement(new RoomName("lobby"), Bytes.copyOf(new byte[16]), number);
    }

    private static SharedFile file(int number) {
        return new SharedFile("plan.pdf", 7, Bytes.copyOf(new byte[32]), UserName.of("tony"), number % 3, told(number));
    }

    /// The same reports in any order, repeated at will: what was told and never erased is listed, in one order.
    @Property
    void listsWhatWasToldAndNeverErasedInWhateverOrderItHears(@ForAll List<@IntRange(min = -9, max = 9) Integer> news) {
        var shelf = new Shelf();
        Set<Integer> erased = new HashSet<>();
        Set<Integer> listed = new HashSet<>();
        for (int one : news) {
            int number = Math.abs(one) + 1;
            if (one < 0) {
                shelf.erase(told(number));
                erased.add(number);
                listed.remove(number);
            } else {
                assertThat(shelf.add(file(number))).isTrue();
                if (!erased.contains(number)) {
                    listed.add(number);
                }
            }
        }
        var expected = new ArrayList<>(listed.stream().map(ShelfTest::file).toList());
        expected.sort(SharedFile.BY_AGE);
        assertThat(shelf.files()).isEqualTo(expected);
        assertThat(shelf.size()).isEqualTo(expected.size());
    }

    @Test
    void twoFilesOfOneNameAndOneMomentAreTwoFiles() {
        var shelf = new Shelf();
        shelf.add(file(3));
        shelf.add(file(6));
        assertThat(shelf.files()).hasSize(2);
    }

    @Test
    void moreThanTheLimitIsRefusedAndErasedOnesAreForgottenOldestFirst() {
        var shelf = new Shelf();
        LongStream.rangeClosed(1, Shelf.MAX_FILES)
                .forEach(number -> assertThat(shelf.add(file((int) number))).isTrue());
        assertThat(shelf.add(file(Shelf.MAX_FILES + 1))).isFalse();
        assertThat(shelf.add(file(1))).as("known").isTrue();
        LongStream.rangeClosed(1, Shelf.MAX_ERASED + 1).forEach(number -> shelf.erase(told((int) number)));
        assertThat(shelf.size()).isZero();
        assertThat(shelf.add(file(2))).isTrue();
        assertThat(shelf.size()).as("still known as erased").isZero();
        assertThat(shelf.add(file(1))).isTrue();
        assertThat(shelf.size()).as("forgotten").isOne();
    }
}
