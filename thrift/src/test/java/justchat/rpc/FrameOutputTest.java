// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.thrift.TConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class FrameOutputTest {
    private static final int AROUND = 1 << 13;

    @Property(tries = 200)
    void aFrameHoldsItsLengthAndWhatWasWrittenInItsOrder(
            @ForAll @Size(max = 12) List<@IntRange(max = 3 * AROUND) Integer> lengths, @ForAll long seed) {
        var random = new Random(seed);
        var out = new FrameOutput(new TConfiguration());
        write(out, new ByteArrayOutputStream(), List.of(AROUND * 4, 7), random);
        out.clear();
        var twin = new ByteArrayOutputStream();

        write(out, twin, lengths, random);

        assertThat(out.messageBytes()).isEqualTo(twin.size());
        assertThat(out.frame()).isEqualTo(ByteBuffer.allocate(FrameOutput.PREFIX_BYTES + twin.size())
                .putInt(twin.size()).put(twin.toByteArray()).array());
    }

    /// Each write is a part of an array, as Thrift's are.
    private static void write(FrameOutput out, ByteArrayOutputStream twin, List<Integer> lengths, Random random) {
        for (var length : lengths) {
            var bytes = new byte[length + 3];
            random.nextBytes(bytes);
            out.write(bytes, 2, length);
            twin.write(bytes, 2, length);
        }
    }
}
