// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.HashMap;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveryOrderTest {
    @Property(tries = 500)
    void findsTheFirstPlaceAndTheNumberThatAreNotCovered(@ForAll long seed) {
        var random = new Random(seed);
        var order = new DeliveryOrder();
        var sequences = new HashMap<Origin, Long>();
        for (int i = random.nextInt(40); i > 0; i--) {
            var origin = new Origin(1 + random.nextInt(4), 1);
            // Some are retries' copies, which are not shown.
            order.add(new Position(origin, sequences.merge(origin, 1L + random.nextInt(2), Long::sum)));
        }
        sequences.replaceAll((_, last) -> random.nextLong(last + 2));
        sequences.keySet().removeIf(_ -> random.nextInt(4) == 0);
        var seen = VersionVector.of(sequences);

        int first = 0;
        while (first < order.size() && seen.covers(order.at(first))) {
            first++;
        }
        long missed = 0;
        for (int place = 0; place < order.size(); place++) {
            missed += seen.covers(order.at(place)) ? 0 : 1;
        }
        assertThat(order.firstNotCovered(seen)).isEqualTo(first);
        assertThat(order.countNotCovered(first, seen)).isEqualTo(missed);
    }
}
