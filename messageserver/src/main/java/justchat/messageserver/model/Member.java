// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;

/// One message server in a view: where clients and servers reach it over TLS,
/// and where it takes heartbeats over UDP.
///
/// @param blankSince
///            it holds nothing from before the view of this number
/// @param draining
///            its sessions are to go elsewhere, so that it can be stopped
public record Member(Origin origin, String name, Address address, Address heartbeats, long blankSince,
        boolean draining) {
    public Member {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(heartbeats, "heartbeats");
    }

    /// One that takes sessions like any other.
    public Member(Origin origin, String name, Address address, Address heartbeats, long blankSince) {
        this(origin, name, address, heartbeats, blankSince, false);
    }
}
