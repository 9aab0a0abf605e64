// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.List;
import java.util.Map;

import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.Widget;
import org.jline.utils.InfoCmp.Capability;

/// Which key does what, beside what JLine's keys of Emacs do.
record Bindings(Map<String, Widget> widgets, KeyMap<Binding> map) {
    /// What is done to the line itself; each returns whether it could be.
    interface Deeds {
        boolean enter();

        boolean newline();

        boolean interrupt();

        /// Lets the person's editor have the text.
        boolean compose();
    }

    /// Puts them over the keys of Emacs, which are JLine's own. Arrows in both forms: a
    /// terminal may not follow when it is told which.
    static void install(LineReader reader, Map<String, Widget> widgets, Deeds deeds, Keys keys) {
        var bindings = new Bindings(widgets, reader.getKeyMaps().get(LineReader.EMACS));
        bindings.bind("enter", deeds::enter, "\r");
        bindings.bind("newline", deeds::newline, "\n", KeyMap.alt('\r'));
        bindings.bind("interrupt", deeds::interrupt, KeyMap.ctrl('C'));
        bindings.bind("compose", deeds::compose, KeyMap.ctrl('X') + KeyMap.ctrl('E'));
        bindings.send("yes", () -> keys.answer(true), KeyMap.alt('y'), KeyMap.alt('Y'));
        bindings.send("no", () -> keys.answer(false), KeyMap.alt('n'), KeyMap.alt('N'));
        bindings.send("unread", keys::nextUnread, KeyMap.alt('a'), KeyMap.alt('A'));
        for (int digit = 1; digit <= 9; digit++) {
            int number = digit;
            bindings.send("room-" + number, () -> keys.room(number), KeyMap.alt((char) ('0' + number)));
        }
        var f1 = KeyMap.key(reader.getTerminal(), Capability.key_f1);
        if (f1 != null) {
            bindings.send("help", keys::help, f1);
        }
        for (var form : List.of("\u001b[", "\u001bO")) {
            bindings.map.bind(new Reference(LineReader.UP_LINE_OR_HISTORY), form + "A");
            bindings.map.bind(new Reference(LineReader.DOWN_LINE_OR_HISTORY), form + "B");
            bindings.map.bind(new Reference(LineReader.FORWARD_CHAR), form + "C");
            bindings.map.bind(new Reference(LineReader.BACKWARD_CHAR), form + "D");
        }
        reader.getKeyMaps().put(LineReader.MAIN, bindings.map);
    }

    private void send(String name, Runnable deed, CharSequence... keys) {
        bind(name, () -> {
            deed.run();
            return true;
        }, keys);
    }

    private void bind(String name, Widget deed, CharSequence... keys) {
        widgets.put("justchat-" + name, deed);
        map.bind(new Reference("justchat-" + name), keys);
    }
}
