// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

/// Whether the person looks at the screen, as far as keys tell.
///
/// @param at
///            when a key was touched last, in milliseconds since 1970
/// @param away
///            that key ended `#away`
record Attention(long at, boolean away) {
    /// Who touched no key for so long does not look.
    static final long IDLE_MILLIS = 300_000;

    static Attention at(long millis) {
        return new Attention(millis, false);
    }

    /// The person goes now.
    Attention leaving() {
        return new Attention(at, true);
    }

    boolean isMissing(long nowMillis) {
        return away || nowMillis - at > IDLE_MILLIS;
    }
}
