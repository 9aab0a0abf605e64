// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

/// What passed between servers.
final class Traffic {
    private long exchanges;
    private long bytes;
    private long entries;

    void count(int size, int carried) {
        exchanges++;
        bytes += size;
        entries += carried;
    }

    long exchanges() {
        return exchanges;
    }

    long bytes() {
        return bytes;
    }

    long entries() {
        return entries;
    }
}
