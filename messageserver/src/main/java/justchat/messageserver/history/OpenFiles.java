// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// The segments that one call reads, each opened once. For one thread.
final class OpenFiles implements AutoCloseable {
    private final Disk disk;
    private final Map<Long, Disk.File> files = new HashMap<>();

    OpenFiles(Disk disk) {
        this.disk = disk;
    }

    Disk.File of(long segment) throws IOException {
        var open = files.get(segment);
        if (open == null) {
            open = disk.open(segment);
            files.put(segment, open);
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        for (var file : files.values()) {
            file.close();
        }
    }
}
