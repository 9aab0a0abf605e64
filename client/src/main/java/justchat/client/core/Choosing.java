// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.HashMap;
import java.util.Map;

import justchat.client.model.Away;
import justchat.client.model.Choices;
import justchat.client.model.Entry;
import justchat.client.model.Notice;
import justchat.client.model.Payload;
import justchat.client.model.RoomName;
import justchat.client.model.Seen;
import justchat.client.model.Setting;

/// What the user chose: on all devices, where the last choice counts, and on
/// this machine. Pure; owned by [ClientCore].
final class Choosing {
    private final Outbox outbox;
    private final Connection connection;
    private final Map<String, String> account = new HashMap<>();
    private final Map<String, String> machine;
    private Choices choices;

    Choosing(Outbox outbox, Connection connection, Map<String, String> machine) {
        this.outbox = outbox;
        this.connection = connection;
        this.machine = new HashMap<>(machine);
        this.choices = merged();
    }

    Choices choices() {
        return choices;
    }

    /// All that the servers remember.
    void begin(Map<String, String> all) {
        account.clear();
        account.putAll(all);
        choices = merged();
    }

    void choose(Setting setting, String value, Seen seen, Now now, Effects effects) {
        switch (setting.keeper()) {
            case ACCOUNT -> {
                if (post(setting.key(), value, seen, now, effects)) {
                    effects.info(now, setting.key() + " is " + value + " from now on, on all your devices");
                }
            }
            case MACHINE -> {
                machine.put(setting.key(), value);
                choices = merged();
                effects.add(new Effect.Keep(setting.key(), value));
                effects.info(now, setting.key() + " is " + value + " from now on, on this machine");
            }
        }
    }

    void away(String text, Seen seen, Now now, Effects effects) {
        if (post(Away.KEY, new Away(now.millis(), text).value(), seen, now, effects)) {
            effects.info(now, "you are away; #who says so, and whoever writes to you privately is told, until #back");
        }
    }

    void back(Seen seen, Now now, Effects effects) {
        if (choices.away().isEmpty()) {
            effects.info(now, "you were not away");
        } else if (post(Away.KEY, "", seen, now, effects)) {
            effects.info(now, "you are back");
        }
    }

    /// Who said so and comes in is reminded.
    void remind(Now now, Effects effects) {
        choices.away().ifPresent(away -> effects.show(new Notice.IsAway(now.millis(), "", away)));
    }

    /// Says something that all devices are to remember.
    ///
    /// @return whether it was said; else it was told why not
    boolean post(String key, String value, Seen seen, Now now, Effects effects) {
        boolean posted = outbox.say(RoomName.PRIVATE, seen, new Payload.Setting(key, value), now, effects).isPresent();
        if (posted) {
            chosen(key, value);
        }
        return posted;
    }

    /// An entry of the room of private entries: perhaps a choice that was made here or
    /// elsewhere.
    void take(Entry entry) {
        if (entry.payload() instanceof Payload.Setting setting && entry.author().equals(connection.name())) {
            chosen(setting.name(), setting.value());
        }
    }

    private void chosen(String key, String value) {
        account.put(key, value);
        choices = merged();
    }

    /// What is for one keeper to say is not taken from the other one.
    private Choices merged() {
        var all = new HashMap<>(account);
        for (var setting : Setting.values()) {
            if (setting.keeper() == Setting.Keeper.MACHINE) {
                all.put(setting.key(), machine.getOrDefault(setting.key(), setting.initial()));
            }
        }
        return new Choices(all);
    }
}
