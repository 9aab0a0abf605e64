// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;

/// What a server says of itself in every heartbeat.
///
/// @param view
///            the newest view it knows
/// @param outboundKiB
///            what waits for its readers
/// @param latenessMillis
///            how late its own timer was, at worst, in the last second; a late
///            process is no reliable witness
public record Vitals(Origin origin, long view, int sessions, int outboundKiB, int latenessMillis) {
    public Vitals {
        Objects.requireNonNull(origin, "origin");
    }
}
