// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.Member;

/// Asks sessions to go to another server, when the leading balancer wants it. Each goes
/// on here until its client has one there; nothing is ended, unless this server is being
/// drained and a client does not listen: it is cut off in the end, and comes back
/// elsewhere as after a failure.
///
/// Thread-safe; nothing blocks.
public final class Shedding {
    private static final Logger LOG = LoggerFactory.getLogger(Shedding.class);
    private static final int MAX_WITHIN_MILLIS = 60_000;

    private final Sessions sessions;
    /// Guarded by `this`.
    private final Moves moves = new Moves();

    public Shedding(Sessions sessions) {
        this.sessions = Objects.requireNonNull(sessions, "sessions");
    }

    /// @param draining
    ///            this server is to have none in the end; the order is repeated until
    ///            then
    /// @return how many were asked
    public synchronized int shed(int count, Member target, int withinMillis, boolean draining, long nowMillis) {
        var attached = sessions.all();
        if (draining) {
            moves.overdue(attached, nowMillis).forEach(session -> {
                LOG.info("{} was asked to move and has not; it is cut off, since this server is drained", session);
                session.channel().close();
            });
        }
        int within = Math.clamp(withinMillis, 0, MAX_WITHIN_MILLIS);
        int told = 0;
        for (var session : moves.pick(attached, Math.max(0, count), within, nowMillis)) {
            if (session.channel().move(target, within)) {
                told++;
            } else {
                moves.unasked(session);
            }
        }
        return told;
    }
}
