// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.io.PrintStream;
import java.util.Objects;

import justchat.client.core.Bar;
import justchat.client.core.Screen;
import justchat.client.model.Display;
import justchat.client.model.Figures;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.client.model.Told;

/// Shows on a terminal how far a file is, in one line that is written over and
/// goes before anything else is printed. All else is another screen's.
public final class Meter implements Screen {
    private static final String CLEAR = "\r\033[K";

    private final Screen screen;
    private final PrintStream terminal;
    private boolean shown;

    public Meter(Screen screen, PrintStream terminal) {
        this.screen = Objects.requireNonNull(screen, "screen");
        this.terminal = Objects.requireNonNull(terminal, "terminal");
    }

    @Override
    public void show(Notice notice) {
        clear();
        screen.show(notice);
    }

    @Override
    public void retell(Notice notice) {
        clear();
        screen.retell(notice);
    }

    @Override
    public void tell(Told told) {
        clear();
        screen.tell(told);
    }

    @Override
    public void preferences(Preferences chosen) {
        screen.preferences(chosen);
    }

    @Override
    public void bar(Bar bar) {
        if (bar.transfers().isEmpty()) {
            clear();
            return;
        }
        var file = bar.transfers().getFirst();
        terminal.print(CLEAR + Display.safe(file.fileName()) + "  " + (file.total() == 0
                ? 100
                : file.done() * 100 / file.total()) + "%  " + Figures.size(file.done())
                + (file.bytesPerSecond() == 0
                        ? ""
                        : "  " + Figures.size(file.bytesPerSecond()) + "/s"));
        terminal.flush();
        shown = true;
    }

    private void clear() {
        if (shown) {
            terminal.print(CLEAR);
            terminal.flush();
            shown = false;
        }
    }
}
