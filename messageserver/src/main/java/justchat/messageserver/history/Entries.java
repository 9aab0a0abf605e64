// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.util.List;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Position;

/// Where a room's entries are read by their positions. Thread-safe.
public interface Entries {
    /// Reads these entries, in this order; blocks.
    ///
    /// @throws IOException
    ///             if the disk fails, or one of them is not there or damaged
    List<Entry> read(List<Position> positions) throws IOException;
}
