// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

class RegisterTest {
    private Register<String> register = Register.initially("nothing");

    @Test
    void aCopyAtALesserPlacePutsAWriteBehindAnother() {
        write(1, 10, false);
        write(2, 20, false);
        write(2, 30, true);
        assertThat(register.value()).isEqualTo("write 2");
        assertThat(register.writtenAt()).contains(entry(2, 20).place());

        write(2, 5, true);

        assertThat(register.value()).isEqualTo("write 1");
    }

    @Test
    void aWriteThatIsForgottenDoesNotComeBackByACopy() {
        for (int i = 0; i <= Register.KEPT; i++) {
            write(i, 10 + i, false);
        }
        write(0, 100, true);
        assertThat(register.value()).isEqualTo("write " + Register.KEPT);
        assertThat(register.writes()).hasSize(Register.KEPT);
    }

    private void write(int number, long time, boolean copy) {
        register = register.write("write " + number, entry(number, time), copy);
    }

    private static Entry entry(int number, long time) {
        return new Entry(new Position(new Origin(1, 1), time), new MessageId(new Instance(7, number), 1), "olga",
                VersionVector.empty(), 0, new Payload.Topic("topic"), time, 0);
    }
}
