// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.concurrent.Semaphore;

import justchat.client.model.Input;
import justchat.rpc.strand.Strand;

/// The single writer of a client.
public final class ClientLoop {
    private static final int WAITING = 1024;

    private final Strand strand = new Strand("client", WAITING);
    private final Semaphore room = new Semaphore(WAITING);

    /// Takes an event into the loop. Waits while too many wait already, which is
    /// how a slow terminal slows the network; so call it from a virtual thread, not
    /// from an event loop. An event after the end is dropped.
    public void hear(Event event) {
        room.acquireUninterruptibly();
        if (!strand.tell(() -> {
            room.release();
        })) {
            room.release();
        }
    }

    public void ask(Input input) {
        hear(new Event.Asked(input));
    }
}
