// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.util.LinkedHashMap;

/// Slows down the guessing of passwords without locking anybody out. Three things are counted, all of them of failures
/// only:
/// - of a name from an address: after five, 1 s, 2 s, 4 s, ... at most 60 s;
/// - of a name, wherever from: fifty, then one every six seconds, against guessing from many addresses;
/// - of an address, whatever the name: a hundred, then one a second, against trying one password under many names.
///
/// An address from which a name got in before is held up by the first alone: whoever guesses from elsewhere does not make
/// the owner wait, and who sits behind the owner's own address not for longer than a minute. Whether a name exists makes
/// no difference, as long as nobody got in.
///
/// Pure: time is an argument. Not thread-safe. Bounded: 10,000 of each.
final class Guesses {
    static final int MAX_KNOWN = 10_000;
    static final int FREE_PER_NAME = 50;
    static final int FREE_PER_ADDRESS = 100;
    static final long NAME_INTERVAL_MILLIS = 6_000;
    static final long ADDRESS_INTERVAL_MILLIS = 1_000;

    private final Throttle pairs = new Throttle();
    private final Buckets names = new Buckets(FREE_PER_NAME, NAME_INTERVAL_MILLIS);
    private final Buckets addresses = new Buckets(FREE_PER_ADDRESS, ADDRESS_INTERVAL_MILLIS);
    /// Pairs that got in, the one that did longest ago first.
    private final LinkedHashMap<String, Boolean> known = new LinkedHashMap<>();

    /// How long the next attempt must wait before it is looked at; 0: not at all, never more than a minute.
    long delayMillis(String name, String address, long nowMillis) {
        var pair = pair(name, address);
        long own = pairs.delayMillis(pair, nowMillis);
        return known.containsKey(pair)
                ? own
                : Math.max(own,
                        Math.max(names.delayMillis(name, nowMillis), addresses.delayMillis(address, nowMillis)));
    }

    void failed(String name, String address, long nowMillis) {
        pairs.failed(pair(name, address), nowMillis);
        names.take(name, nowMillis);
        addresses.take(address, nowMillis);
    }

    void succeeded(String name, String address) {
        var pair = pair(name, address);
        pairs.succeeded(pair);
        known.remove(pair);
        known.put(pair, true);
        if (known.size() > MAX_KNOWN) {
            known.pollFirstEntry();
        }
    }

    /// Neither has a line break in it.
    private static String pair(String name, String address) {
        return name + '\n' + address;
    }
}
