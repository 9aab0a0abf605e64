// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Which chunks of whole files were seen to be right in this life, a bit each. Owned
/// by [FileStore], whose lock guards it.
final class Checked {
    private final Map<Content, BitSet> right = new HashMap<>();

    boolean contains(Content content, int index) {
        var chunks = right.get(content);
        return chunks != null && chunks.get(index);
    }

    void add(Content content, int index) {
        right.computeIfAbsent(content, _ -> new BitSet()).set(index);
    }

    void addAll(Content content) {
        right.computeIfAbsent(content, _ -> new BitSet()).set(0, content.chunks());
    }

    /// It is not whole any more.
    void remove(Content content) {
        right.remove(content);
    }
}
