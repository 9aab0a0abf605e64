// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// Resident memory of a process, as Linux tells it.
public final class Memory {
    private Memory() {}

    /// In MiB; empty where the system does not tell.
    public static OptionalLong residentMiB(long pid) {
        return read(pid, "VmRSS:");
    }

    /// The most that it was since [#forgetPeak], in MiB; likewise.
    public static OptionalLong peakMiB(long pid) {
        return read(pid, "VmHWM:");
    }

    private static OptionalLong read(long pid, String name) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst();
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    /// From now on the peak counts anew; nothing where the system does not know how.
    public static void forgetPeak(long pid) {
        try {
            Files.writeString(Path.of("/proc", Long.toString(pid), "clear_refs"), "5");
        } catch (IOException _) {
            // The peak is that of the whole life, then.
        }
    }
}
