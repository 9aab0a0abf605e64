// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

import justchat.messageserver.model.Order;
import justchat.messageserver.model.RoomInfo;

/// What is simulated: with its seed it decides everything that happens.
///
/// @param servers
///            that exist at some time
/// @param chaosMicros
///            for how long things go wrong; 0: nothing does, and clients write
///            for `calmMicros`
record Scenario(long seed, List<RoomInfo> rooms, int servers, int clients, long chaosMicros, long calmMicros) {
    private static final long CHAOS = 8 * World.SECOND;
    private static final long LONG_CHAOS = 30 * World.SECOND;
    private static final int LONG_EVERY = 16;
    private static final int MEMORY_EVERY = 4;

    Scenario {
        Objects.requireNonNull(rooms, "rooms");
        rooms = List.copyOf(rooms);
    }

    /// @param orders
    ///            of the rooms, one of them is the first room's by the seed
    /// @param servers
    ///            0: as many as the seed says
    static Scenario of(long seed, List<Order> orders, int servers) {
        var random = new SplittableRandom(seed);
        int count = servers > 0 ? servers : random.nextInt(3, 7);
        int first = Math.floorMod(seed, orders.size());
        return new Scenario(seed, List.of(room("one", orders.get(first)), room("two", orders.get((first + 1) % orders
                .size()))), count, random.nextInt(3, 6), Math.floorMod(seed, LONG_EVERY) == 0
                        ? LONG_CHAOS
                        : CHAOS,
                0);
    }

    static RoomInfo room(String name, Order order) {
        return new RoomInfo(name, order, "", 0, 0);
    }

    /// Whether it waits, in the end, for vectors to become short.
    boolean looksAtMemory() {
        return chaosMicros > 0 && Math.floorMod(seed, MEMORY_EVERY) == 0;
    }

    /// How long clients write.
    long writingMicros() {
        return chaosMicros + calmMicros;
    }

    /// How long a client is silent between two messages.
    long writeEvery(World world) {
        return world.between(10_000, 250_000);
    }
}
