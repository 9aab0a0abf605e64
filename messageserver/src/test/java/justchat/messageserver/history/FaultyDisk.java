// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A disk in memory that forgets what was not forced when the power fails, and
/// that can be full, or fail, when a test says so. Thread-safe.
final class FaultyDisk implements Disk {
    final AtomicInteger forces = new AtomicInteger();
    private final Map<Long, byte[]> content = new TreeMap<>();
    private final Map<Long, byte[]> forced = new TreeMap<>();
    private final Map<String, byte[]> small = new HashMap<>();
    private boolean full;
    private boolean forceFails;
    private CountDownLatch gate = new CountDownLatch(0);

    synchronized void full(boolean isFull) {
        full = isFull;
    }

    synchronized void forceFails() {
        forceFails = true;
    }

    /// Holds back every force until the gate is opened.
    synchronized CountDownLatch closeGate() {
        gate = new CountDownLatch(1);
        return gate;
    }

    /// What is left: the forced bytes, and of each segment's other bytes the first
    /// `torn` that differ.
    synchronized FaultyDisk afterPowerFailure(int torn) {
        var left = new FaultyDisk();
        forced.forEach((number, bytes) -> {
            var copy = bytes.clone();
            var written = content.get(number);
            int kept = 0;
            for (int at = 0; at < copy.length && kept < torn; at++) {
                kept += copy[at] == written[at] ? 0 : 1;
                copy[at] = written[at];
            }
            left.content.put(number, copy);
            left.forced.put(number, copy.clone());
        });
        left.small.putAll(small);
        return left;
    }

    synchronized void flip(long number, int offset) {
        content.get(number)[offset] ^= 1;
        forced.get(number)[offset] ^= 1;
    }

    @Override
    public synchronized List<Long> segments() {
        return List.copyOf(content.keySet());
    }

    @Override
    public synchronized File open(long number) {
        return new MemoryFile(number);
    }

    @Override
    public synchronized File create(long number, int bytes) throws IOException {
        if (full) {
            throw new FullException("full", null);
        }
        content.put(number, new byte[bytes]);
        forced.put(number, new byte[bytes]);
        return new MemoryFile(number);
    }

    @Override
    public synchronized byte[] readSmall(String name) {
        return small.getOrDefault(name, new byte[0]);
    }

    @Override
    public synchronized void writeSmall(String name, byte[] bytes) {
        small.put(name, bytes);
    }

    private final class MemoryFile implements File {
        private final long number;

        MemoryFile(long number) {
            this.number = number;
        }

        @Override
        public int size() {
            synchronized (FaultyDisk.this) {
                return content.get(number).length;
            }
        }

        @Override
        public void read(ByteBuffer into, long at) {
            synchronized (FaultyDisk.this) {
                into.put(content.get(number), (int) at, into.remaining());
            }
        }

        @Override
        public void write(ByteBuffer from, long at) {
            synchronized (FaultyDisk.this) {
                from.get(content.get(number), (int) at, from.remaining());
            }
        }

        @Override
        public void force() throws IOException {
            CountDownLatch open;
            synchronized (FaultyDisk.this) {
                open = gate;
            }
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            synchronized (FaultyDisk.this) {
                if (forceFails) {
                    throw new IOException("force failed");
                }
                forces.incrementAndGet();
                forced.put(number, Arrays.copyOf(content.get(number), content.get(number).length));
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
