// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.Optional;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;

/// The same files on the other servers (a port). Methods block for as long as
/// the network takes, within deadlines.
public interface Copies {
    /// Sees to it that a file that is whole here is whole on enough servers.
    ///
    /// @return true if it is on as many as there should be, or on all that live
    boolean spread(Manifest manifest);

    /// The manifest of a file that is whole on some other server.
    Optional<Manifest> manifest(ContentHash file);

    /// Tells all others that a parcel is not needed any more.
    void drop(ContentHash parcel);

    /// One chunk of such a file, checked against its hash.
    Optional<byte[]> chunk(ContentHash file, int index);
}
