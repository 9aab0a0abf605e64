// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import justchat.client.model.Input;
import justchat.client.model.Notice;
import justchat.client.model.Seen;

/// What the person asks about choices. Pure; owned by [ClientCore].
final class ChoiceDesk {
    private final Choosing choosing;
    private final Ignoring ignoring;

    ChoiceDesk(Choosing choosing, Ignoring ignoring) {
        this.choosing = choosing;
        this.ignoring = ignoring;
    }

    /// @param seen
    ///            of the room of private entries
    void ask(Input.OfChoice asked, Seen seen, Now now, Effects effects) {
        switch (asked) {
            case Input.Settings _ -> effects.show(new Notice.SettingList(now.millis(), choosing.choices()));
            case Input.Choose choose -> choosing.choose(choose.setting(), choose.value(), seen, now, effects);
            case Input.SayAway away -> choosing.away(away.text(), seen, now, effects);
            case Input.SayBack _ -> choosing.back(seen, now, effects);
            case Input.Ignore ignore -> ignoring.choose(ignore, seen, now, effects);
            case Input.ListIgnored _ -> ignoring.tell(now, effects);
        }
    }
}
