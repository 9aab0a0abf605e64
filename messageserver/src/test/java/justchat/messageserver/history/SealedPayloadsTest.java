// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Lock;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SealedPayloadsTest {
    private static final Bytes LARGEST = Bytes.of(new byte[Payload.Closed.MAX_BYTES]);
    private static final List<Payload> PAYLOADS = List.of(
            new Payload.Sealed(7, Bytes.of(new byte[]{1, 2, 3}), Optional.empty()),
            new Payload.Sealed(7, LARGEST, Optional.of(ContentHash.of(new byte[ContentHash.BYTES]))),
            new Payload.SealedEdit(new MessageId(new Instance(1, 2), 3), 8, LARGEST),
            new Payload.Admission(Bytes.of(new byte[Payload.Admission.BYTES])),
            new Payload.Locked(new Lock(9, Bytes.of(new byte[Lock.SALT_BYTES]), Bytes.of(new byte[Lock.KEY_BYTES]),
                    65_536, 3, 1)));

    private static ByteBuffer written(Payload payload) {
        var bytes = ByteBuffer.allocate(PayloadFormat.MAX_BYTES);
        PayloadFormat.write(payload, bytes);
        return bytes.flip();
    }

    @Test
    void whatClosedRoomsHoldIsReadAsItWasWritten() {
        for (var payload : PAYLOADS) {
            assertThat(PayloadFormat.read(written(payload))).isEqualTo(payload);
        }
    }

    @Test
    void aBytesLessIsNoPayload() {
        for (var payload : PAYLOADS) {
            var bytes = written(payload);
            assertThatThrownBy(() -> PayloadFormat.read(bytes.slice(0, bytes.limit() - 1))).isInstanceOf(
                    RuntimeException.class);
        }
    }

    @Test
    void whatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> new Payload.Sealed(1, Bytes.of(new byte[Payload.Closed.MAX_BYTES + 1]), Optional
                .empty())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Payload.Sealed(0, LARGEST, Optional.empty())).isInstanceOf(
                IllegalArgumentException.class);
        assertThatThrownBy(() -> new Payload.Admission(Bytes.of(new byte[63]))).isInstanceOf(
                IllegalArgumentException.class);
        assertThatThrownBy(() -> new Lock(1, Bytes.of(new byte[15]), Bytes.of(new byte[32]), 1, 1, 1)).isInstanceOf(
                IllegalArgumentException.class);
        assertThatThrownBy(() -> new Lock(1, Bytes.of(new byte[16]), Bytes.of(new byte[32]), Lock.MAX_MEMORY_KIB + 1, 1,
                1)).isInstanceOf(IllegalArgumentException.class);
    }
}
