// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

/// Where a process listens.
public record Address(String host, int port) {
    /// @throws IllegalArgumentException
    ///             if the host is empty or the port out of range
    public Address {
        if (host.isEmpty() || host.length() > 255 || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("address: port " + port);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
