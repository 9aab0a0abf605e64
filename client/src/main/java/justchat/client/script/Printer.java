// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/// Lines in UTF-8, each with the operating system before `print` returns. When
/// the reader has gone away, `onGone` is run once, and nothing is printed any
/// more. One thread.
public final class Printer {
    private final OutputStream out;
    private final Runnable onGone;
    private final AtomicBoolean gone = new AtomicBoolean();

    public Printer(OutputStream out, Runnable onGone) {
        this.out = Objects.requireNonNull(out, "out");
        this.onGone = Objects.requireNonNull(onGone, "onGone");
    }

    void print(List<String> lines) {
        if (gone.get() || lines.isEmpty()) {
            return;
        }
        try {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException _) {
            if (gone.compareAndSet(false, true)) {
                onGone.run();
            }
        }
    }

    /// Standard output without the buffering and the silence about errors of
    /// `System.out`.
    public static OutputStream standardOutput() {
        return new FileOutputStream(FileDescriptor.out);
    }
}
