// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

/// Where this client listens for direct links, as its server and the directory
/// are told.
///
/// @param port
///            0: nowhere
public record DirectPort(int port) {

    public static DirectPort none() {
        return new DirectPort(0);
    }
}
