// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.Lock;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.RoomInfo;

import static org.assertj.core.api.Assertions.assertThat;

class RoomListTest {
    private static final RoomInfo OPEN = new RoomInfo("dev", Order.TOTAL, "olga", 3, 17);
    private static final RoomInfo CLOSED = new RoomInfo("vault", Order.CAUSAL, "olga", 4, 18, Optional.of(new Lock(1,
            Bytes.of(new byte[Lock.SALT_BYTES]), Bytes.of(new byte[Lock.KEY_BYTES]), 65_536, 3, 1)));

    @TempDir
    private Path directory;

    @Test
    void roomsAndTheirLocksSurviveARestart() throws IOException {
        var file = directory.resolve("rooms");
        new RoomList(file).write(List.of(OPEN, CLOSED));

        assertThat(new RoomList(file).read()).containsExactly(OPEN, CLOSED);
    }

    @Test
    void aListOfBeforeIsReadAndADamagedLineLeftOut() throws IOException {
        var file = directory.resolve("rooms");
        Files.writeString(file, "JustChat rooms 1\ndev\tTOTAL\t3\t17\tolga\nvault\tCAUSAL\t4\t18\tolga\t00,11,1,1,1\n");

        assertThat(new RoomList(file).read()).containsExactly(OPEN);
    }
}
