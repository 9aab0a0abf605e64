// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import justchat.messageserver.model.Delivery;
import justchat.messageserver.model.Payload;
import justchat.messageserver.session.Outbox;

import static org.assertj.core.api.Assertions.assertThat;

/// Takes so many deliveries, then none until it is emptied.
final class FakeOutbox implements Outbox {
    final LinkedBlockingQueue<Delivery> taken = new LinkedBlockingQueue<>();
    final CompletableFuture<String> cut = new CompletableFuture<>();
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final int capacity;
    private int used;
    private Optional<Runnable> whenRoom = Optional.empty();

    FakeOutbox(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public synchronized boolean offer(Delivery delivery) {
        if (used == capacity) {
            return false;
        }
        used++;
        taken.add(delivery);
        return true;
    }

    @Override
    public synchronized void whenRoom(Runnable action) {
        if (used < capacity) {
            action.run();
        } else {
            whenRoom = Optional.of(action);
        }
    }

    synchronized void emptied() {
        used = 0;
        var action = whenRoom;
        whenRoom = Optional.empty();
        action.ifPresent(Runnable::run);
    }

    @Override
    public void cut(String reason) {
        cut.complete(reason);
    }

    @Override
    public void end() {
        ended.complete(null);
    }

    List<String> texts(int count) throws InterruptedException {
        var texts = new ArrayList<String>();
        while (texts.size() < count) {
            var delivery = taken.poll(60, TimeUnit.SECONDS);
            assertThat(delivery).describedAs("after %s", texts).isNotNull();
            delivery.entries().forEach(entry -> texts.add(((Payload.Text) entry.payload()).text()));
        }
        return texts;
    }
}
