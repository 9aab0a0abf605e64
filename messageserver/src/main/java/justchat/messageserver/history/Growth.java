// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

/// How large segments are: the first small, each next one twice as large, up to a
/// limit, so that a room nobody talks in costs little.
record Growth(int first, int largest) {
    static final Growth USUAL = new Growth(1 << 17, 8 << 20);

    Growth {
        if (first < Segment.MIN_BYTES || largest < first) {
            throw new IllegalArgumentException("segments of " + first + " to " + largest + " bytes");
        }
    }

    /// @param size
    ///            of the segment before
    int after(int size) {
        return Math.clamp(2L * size, first, largest);
    }
}
