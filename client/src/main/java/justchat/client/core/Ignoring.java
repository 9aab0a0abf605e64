// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import justchat.client.model.Choices;
import justchat.client.model.Figures;
import justchat.client.model.Ignored;
import justchat.client.model.Input;
import justchat.client.model.Seen;

/// Whom the user does not want to hear of, and how much was hidden. A choice of
/// the account's, see [Ignored]; nobody else is told. Pure; owned by [ClientCore].
final class Ignoring {
    private final Choosing choosing;
    private final Connection connection;
    private Choices known = Choices.NONE;
    private Ignored ignored = Ignored.of(known);
    /// Since this client started, by the key of the name.
    private final Map<String, Integer> hidden = new TreeMap<>();

    Ignoring(Choosing choosing, Connection connection) {
        this.choosing = choosing;
        this.connection = connection;
    }

    boolean ignores(String user) {
        return ignored().has(user);
    }

    /// Whether something that came from this user is not to be shown; it is counted.
    boolean hides(String user) {
        boolean hide = ignores(user);
        if (hide) {
            hidden.merge(Ignored.key(user), 1, Integer::sum);
        }
        return hide;
    }

    /// Who put which sign to a message, but for the ignored.
    Map<String, List<String>> visible(Map<String, List<String>> reactions) {
        var visible = new LinkedHashMap<String, List<String>>();
        reactions.forEach((sign, users) -> {
            var others = users.stream().filter(user -> !ignores(user)).toList();
            if (!others.isEmpty()) {
                visible.put(sign, others);
            }
        });
        return Collections.unmodifiableMap(visible);
    }

    /// Says that so much is missing from what was just shown.
    void mark(int count, String what, Now now, Effects effects) {
        if (count > 0) {
            effects.info(now, Figures.count(count, what) + " of ignored users hidden");
        }
    }

    void choose(Input.Ignore asked, Seen seen, Now now, Effects effects) {
        var user = asked.user();
        if (asked.hide() && user.equalsIgnoreCase(connection.name())) {
            effects.problem(now, "that is you; nobody was ignored");
        } else if (asked.hide() == ignores(user)) {
            effects.info(now, asked.hide() ? "you ignore " + user + " already" : "you do not ignore " + user);
        } else {
            var change = asked.hide() ? ignored().with(user) : ignored().without(user);
            if (change.isEmpty()) {
                effects.problem(now, "you ignore too many to ignore one more; #unignore somebody first");
            } else if (choosing.post(change.get().getKey(), change.get().getValue(), seen, now, effects)) {
                effects.info(now, asked.hide()
                        ? "nothing of " + user + " is shown from now on, on all your devices; " + user
                                + " is not told; #unignore #" + user + " ends that"
                        : user + " is shown again; #history has what was hidden");
            }
        }
    }

    /// Says who is ignored.
    void tell(Now now, Effects effects) {
        var names = new ArrayList<String>();
        for (var name : ignored().names()) {
            int count = hidden.getOrDefault(Ignored.key(name), 0);
            names.add(name + (count == 0 ? "" : " (" + count + " hidden since you came)"));
        }
        effects.info(now, names.isEmpty()
                ? "you ignore nobody; #ignore #user begins that"
                : "you ignore " + String.join(", ", names));
    }

    private Ignored ignored() {
        if (choosing.choices() != known) {
            known = choosing.choices();
            ignored = Ignored.of(known);
        }
        return ignored;
    }
}
