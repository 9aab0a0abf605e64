// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import justchat.messageserver.model.ContentHash;

import static org.assertj.core.api.Assertions.assertThat;

class UnneededTest {
    private static final ContentHash FILE = ContentHash.sha256(new byte[]{1});
    private final Unneeded unneeded = new Unneeded(100);

    private List<ContentHash> look(boolean needed, OptionalLong wanted, long now) {
        return unneeded.look(List.of(new Unneeded.Kept(FILE, needed, wanted)), now);
    }

    @Test
    void aFileGoesWhenItWasNotNeededForTheGraceTime() {
        assertThat(look(false, OptionalLong.empty(), 1_000)).isEmpty();
        assertThat(look(false, OptionalLong.empty(), 1_099)).isEmpty();
        assertThat(look(false, OptionalLong.empty(), 1_100)).containsExactly(FILE);
    }

    @Test
    void whoIsNeededAgainHasAnotherGraceTime() {
        look(false, OptionalLong.empty(), 1_000);
        look(true, OptionalLong.empty(), 1_050);
        assertThat(look(false, OptionalLong.empty(), 1_090)).isEmpty();
        assertThat(look(false, OptionalLong.empty(), 1_189)).isEmpty();
        assertThat(look(false, OptionalLong.empty(), 1_190)).containsExactly(FILE);
    }

    @Test
    void aFileThatSomebodyIsReadingStays() {
        look(false, OptionalLong.of(900), 1_000);
        assertThat(look(false, OptionalLong.of(1_099), 1_150)).isEmpty();
        assertThat(look(false, OptionalLong.of(1_099), 1_199)).containsExactly(FILE);
    }
}
