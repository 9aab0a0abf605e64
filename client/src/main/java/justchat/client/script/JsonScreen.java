// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.util.Objects;

import justchat.client.core.Bar;
import justchat.client.core.Screen;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.client.model.Told;

/// Prints one [Record] per line, for programs.
public final class JsonScreen implements Screen {
    private final Printer out;

    public JsonScreen(Printer out) {
        this.out = Objects.requireNonNull(out, "out");
    }

    @Override
    public void show(Notice notice) {
        out.print(Records.of(notice).stream().map(Encoder::line).toList());
    }

    /// It was told.
    @Override
    public void retell(Notice notice) {
        // see tell
    }

    @Override
    public void tell(Told told) {
        out.print(Records.of(told).stream().map(Encoder::line).toList());
    }

    /// Neither looks nor rings.
    @Override
    public void preferences(Preferences chosen) {
        // there is nothing to carry out
    }

    @Override
    public void bar(Bar bar) {
        // what changes is told by records
    }
}
