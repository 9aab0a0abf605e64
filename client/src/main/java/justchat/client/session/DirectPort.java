// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.net.InetSocketAddress;
import java.util.List;

/// Where this client listens for direct links, as its server and the directory
/// are told.
///
/// @param port
///            0: nowhere
/// @param interfaces
///            addresses of this machine, besides the one that the server observes; at most
///            [#INTERFACES]
public record DirectPort(int port, List<InetSocketAddress> interfaces) {
    public static final int INTERFACES = 8;

    public DirectPort {
        interfaces = List.copyOf(interfaces);
        if (interfaces.size() > INTERFACES) {
            throw new IllegalArgumentException(interfaces.size() + " addresses");
        }
    }

    public static DirectPort none() {
        return new DirectPort(0, List.of());
    }
}
