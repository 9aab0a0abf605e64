// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.BitSet;

/// Which messages of one instance were shown: everything up to `prefix`, and of
/// what follows a bit each (bit 0 is `prefix + 1`, and clear). Exact: a window of
/// fixed size would make one server hide what another one shows, when a log
/// comes late by more than the window.
final class Shown {
    private long prefix;
    private BitSet above = new BitSet();

    boolean contains(long sequence) {
        return sequence <= prefix || above.get(Math.toIntExact(sequence - prefix - 1));
    }

    void add(long sequence) {
        if (sequence == prefix + 1 && above.isEmpty()) {
            prefix = sequence;
            return;
        }
        above.set(Math.toIntExact(sequence - prefix - 1));
        int whole = above.nextClearBit(0);
        if (whole > 0) {
            prefix += whole;
            above = above.get(whole, Math.max(whole, above.length()));
        }
    }

    long last() {
        return prefix + above.length();
    }
}
