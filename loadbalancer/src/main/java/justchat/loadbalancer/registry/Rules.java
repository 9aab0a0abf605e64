// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.registry;

/// When a server is given up. All in milliseconds.
///
/// @param suspectMillis
///            a server that is silent for this long gets no new clients
/// @param silentMillis
///            a server that was heard and then is silent for this long is expelled
/// @param manySilentMillis
///            the same while more than half of the servers are suspected, since then it may be our ears
/// @param graceMillis
///            how long a new leader waits for a server that it has never heard
/// @param lateMillis
///            a tick that comes so much too late makes the observer an unreliable witness of silence for a second
/// @param stepMillis
///            the most that one tick adds to anybody's silence: time in which we did not listen is not silence
/// @param probePauseMillis
///            between the two refused connections that count as death
public record Rules(long suspectMillis, long silentMillis, long manySilentMillis, long graceMillis, long lateMillis,
        long stepMillis, long probePauseMillis) {
    public static final Rules DEFAULT = new Rules(500, 1_000, 5_000, 3_000, 100, 50, 50);
}
