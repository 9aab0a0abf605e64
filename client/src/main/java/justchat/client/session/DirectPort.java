// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

/// Where this client listens for direct links, as its server and the directory
/// are told.
///
/// @param port
///            0: nowhere
/// @param certificateHash
///            SHA-256 of what it presents there; empty with port 0
public record DirectPort(int port, byte[] certificateHash) {

    public static DirectPort none() {
        return new DirectPort(0, new byte[0]);
    }
}
