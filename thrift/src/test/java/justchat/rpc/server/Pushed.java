// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.server;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import justchat.wire.Delivery;
import justchat.wire.Move;
import justchat.wire.Reader;

/// A reader that keeps what it is pushed.
class Pushed implements Reader.Iface {
    final BlockingQueue<Integer> people = new LinkedBlockingQueue<>();
    final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

    @Override
    public void deliver(Delivery delivery) {
        deliveries.add(delivery);
    }

    @Override
    public void move(Move move) {}

    @Override
    public void ended(String sentence) {}

    @Override
    public void people(int online) {
        people.add(online);
    }

    int nextPeople() throws InterruptedException {
        var next = people.poll(60, TimeUnit.SECONDS);
        return next == null ? -1 : next;
    }
}
