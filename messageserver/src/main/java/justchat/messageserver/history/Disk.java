// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A directory of numbered segment files, as the history needs it (a port, so
/// that tests can make it fail).
interface Disk {
    /// The numbers of the segments there, ascending.
    List<Long> segments() throws IOException;

    File open(long number) throws IOException;

    /// A new segment of `bytes` zeros, itself and its name durable. A failed
    /// attempt leaves nothing behind.
    ///
    /// @throws FullException
    ///             if there is too little space
    File create(long number, int bytes) throws IOException;

    /// The small file of this name; empty if there is none.
    byte[] readSmall(String name) throws IOException;

    /// Replaces the small file of this name, at once or not at all.
    void writeSmall(String name, byte[] content) throws IOException;

    /// One open segment.
    interface File extends AutoCloseable {
        int size() throws IOException;

        /// Fills the buffer from this offset on.
        void read(ByteBuffer into, long at) throws IOException;

        /// @throws FullException
        ///             if there is too little space
        void write(ByteBuffer from, long at) throws IOException;

        /// Returns when all that was written is durable. If it throws, nothing is known
        /// of what was written, and trying again proves nothing.
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }

    /// The disk is full.
    final class FullException extends IOException {
        private static final long serialVersionUID = 1;

        FullException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
