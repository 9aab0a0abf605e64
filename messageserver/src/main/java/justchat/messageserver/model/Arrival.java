// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import justchat.logs.clock.VectorClock;

/// A client's wish to open a session.
///
/// @param ticket
///            opaque, not yet believed
/// @param directPort
///            where it listens for direct links; 0: nowhere
/// @param interfaces
///            where else it says that it listens; literal addresses, not to be believed
/// @param device
///            what it runs on; empty if it does not say
public record Arrival(byte[] ticket, Instance instance, int directPort, List<Address> interfaces, String device,
        VectorClock clock) {
    public static final int MAX_TICKET_BYTES = 1024;
    public static final int MAX_INTERFACES = 8;
    private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    /// Of UTF-8.
    public static final int MAX_DEVICE_BYTES = 64;

    /// @throws IllegalArgumentException
    ///             if a number is out of range, or the device is too long or not a line of text
    public Arrival {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(clock, "clock");
        if (ticket.length > MAX_TICKET_BYTES) {
            throw new IllegalArgumentException("ticket of " + ticket.length + " bytes");
        }
        if (directPort < 0 || directPort > 65_535) {
            throw new IllegalArgumentException("direct port " + directPort);
        }
        interfaces = List.copyOf(interfaces);
        if (interfaces.size() > MAX_INTERFACES || !interfaces.stream().allMatch(one -> one.port() > 0 && LITERAL
                .matcher(one.host()).matches())) {
            throw new IllegalArgumentException("interfaces: at most " + MAX_INTERFACES + " addresses");
        }
        if (device.getBytes(StandardCharsets.UTF_8).length > MAX_DEVICE_BYTES
                || device.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("device: at most " + MAX_DEVICE_BYTES + " bytes of text");
        }
    }
}
