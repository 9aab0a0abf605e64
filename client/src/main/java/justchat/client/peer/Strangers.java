// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whoever poses as a user on a direct link without the user's identity key, and what comes on
/// one whose seal does not hold: counted, and said to the person, once per user and way in a run, for the first 64.
/// Thread-safe; saying it may wait.
final class Strangers {
    static final int SAID = 64;
    private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);

    private final Consumer<String> warn;
    private final Runnable counted;
    private final AtomicLong count = new AtomicLong();
    /// Guarded by itself.
    private final Set<String> said = new LinkedHashSet<>();

    /// @param warn
    ///            shows a sentence that must not be missed
    /// @param counted
    ///            hears of each; may wait
    Strangers(Consumer<String> warn, Runnable counted) {
        this.warn = warn;
        this.counted = counted;
    }

    /// We called the user at this address.
    void answered(String user, String address) {
        refused("to " + user, "WARNING: whoever answers at " + address + ", where the servers say that " + user
                + " is, does not have the identity key of " + user + ". Nothing was sent there; private messages to "
                + user + " go through the servers, sealed.");
    }

    /// Somebody called us as the user.
    void called(String user) {
        refused("from " + user, "WARNING: somebody tried to reach you directly as " + user
                + ", without the identity key of " + user + ", and was refused.");
    }

    /// Something came on the user's own direct link that cannot be opened.
    void unopened(String user, String why) {
        refused("by " + user, "WARNING: something private that came directly from " + user + " was refused: " + why
                + ". It was not shown; ask " + user + " to send it again.");
    }

    private void refused(String key, String sentence) {
        counted.run();
        var number = count.incrementAndGet();
        if (Long.bitCount(number) == 1) {
            LOG.warn("{} direct links with somebody else were refused, the last one {}", number, key);
        }
        boolean first;
        synchronized (said) {
            first = said.size() < SAID && said.add(key);
        }
        if (first) {
            warn.accept(sentence);
        }
    }

    /// How many there were.
    long count() {
        return count.get();
    }
}
