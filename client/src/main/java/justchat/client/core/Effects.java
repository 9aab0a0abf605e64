// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.List;

import justchat.client.model.Notice;
import justchat.client.model.Told;

/// The effects of one event, in the order in which they are wanted.
final class Effects {
    private final List<Effect> list = new ArrayList<>();

    void add(Effect effect) {
        list.add(effect);
    }

    void show(Notice notice) {
        list.add(new Effect.Show(notice));
    }

    void retell(Notice notice) {
        list.add(new Effect.Retell(notice));
    }

    void tell(Told told) {
        list.add(new Effect.Tell(told));
    }

    void info(Now now, String sentence) {
        show(new Notice.Info(now.millis(), sentence));
    }

    void problem(Now now, String sentence) {
        show(new Notice.Problem(now.millis(), sentence));
    }

    List<Effect> list() {
        return List.copyOf(list);
    }
}
