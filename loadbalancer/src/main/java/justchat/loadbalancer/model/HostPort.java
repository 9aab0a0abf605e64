// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

/// Where a process listens: a host name or literal address of at most 253
/// printable ASCII characters, and a port.
public record HostPort(String host, int port) {
    private static final int MAX_HOST = 253;

    public HostPort {
        if (host.isEmpty() || host.length() > MAX_HOST
                || !host.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '/')) {
            throw new IllegalArgumentException("host: must be 1 to " + MAX_HOST + " printable ASCII characters");
        }
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port: " + port);
        }
    }

    /// Reads `host:port`; an IPv6 literal may stand in brackets.
    ///
    /// @throws IllegalArgumentException
    ///             with a sentence if it is not of that form
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("\"" + text + "\" is not HOST:PORT");
        }
        var host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            return new HostPort(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("\"" + text + "\" is not HOST:PORT");
        }
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
