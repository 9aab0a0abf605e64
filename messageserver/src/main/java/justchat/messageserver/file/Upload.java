// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import justchat.messageserver.model.Manifest;

/// A file on its way to this server: it has its place reserved until it is
/// closed. Thread-safe; chunks may come in any order, several at once, repeated.
///
/// What is not whole when the upload is closed can be resumed by another one.
public interface Upload extends AutoCloseable {
    Manifest manifest();

    /// The chunks that are here already, ascending.
    List<Integer> present();

    /// @throws java.nio.channels.ClosedChannelException
    ///             if it is closed meanwhile, by [#close]
    /// @throws IOException
    ///             if the disk fails
    Put put(int index, ByteBuffer bytes) throws IOException;

    /// Makes the file whole, and sees to it that it is on disk.
    ///
    /// @throws java.nio.channels.ClosedChannelException
    ///             if it is closed meanwhile, by [#close]
    /// @throws IOException
    ///             if the disk fails
    Seal seal() throws IOException;

    /// Gives its place back unless it is whole. May be repeated.
    @Override
    void close();
}
