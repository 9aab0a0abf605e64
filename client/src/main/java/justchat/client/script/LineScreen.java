// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import justchat.client.core.Bar;
import justchat.client.core.Screen;
import justchat.client.model.Line;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.client.model.Wording;

/// Prints one record per line, UTF-8, without colour; separators are left out.
/// Each line is with the operating system before `show` returns. When the reader
/// has gone away, `onGone` is run once, and nothing is printed any more.
public final class LineScreen implements Screen {
    private final OutputStream out;
    private final Wording wording;
    private final Runnable onGone;
    private final AtomicBoolean gone = new AtomicBoolean();

    public LineScreen(OutputStream out, Wording wording, Runnable onGone) {
        this.out = Objects.requireNonNull(out, "out");
        this.wording = Objects.requireNonNull(wording, "wording");
        this.onGone = Objects.requireNonNull(onGone, "onGone");
    }

    @Override
    public void show(Notice notice) {
        if (gone.get()) {
            return;
        }
        var text = new StringBuilder();
        wording.of(notice).stream().filter(line -> line.kind() != Line.Kind.SEPARATOR)
                .forEach(line -> text.append(line.plain()).append('\n'));
        try {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException _) {
            if (gone.compareAndSet(false, true)) {
                onGone.run();
            }
        }
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

    /// Standard output without the buffering and the silence about errors of
    /// `System.out`.
    public static OutputStream standardOutput() {
        return new FileOutputStream(java.io.FileDescriptor.out);
    }
}
