// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.util.Objects;

import justchat.client.core.Bar;
import justchat.client.core.Screen;
import justchat.client.model.Line;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.client.model.Wording;

/// Prints one notice per line, without colour; separators are left out.
public final class LineScreen implements Screen {
    private final Printer out;
    private final Wording wording;

    public LineScreen(Printer out, Wording wording) {
        this.out = Objects.requireNonNull(out, "out");
        this.wording = Objects.requireNonNull(wording, "wording");
    }

    @Override
    public void show(Notice notice) {
        out.print(wording.of(notice).stream().filter(line -> line.kind() != Line.Kind.SEPARATOR).map(Line::plain)
                .toList());
    }

    /// A pipe has no bar.
    @Override
    public void bar(Bar bar) {
        // what changes is told by notices
    }

    /// A pipe neither looks nor rings.
    @Override
    public void preferences(Preferences chosen) {
        // there is nothing to carry out
    }
}
