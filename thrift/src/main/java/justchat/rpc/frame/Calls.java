// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.frame;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import justchat.rpc.Counter;
import justchat.rpc.Counters;
import justchat.rpc.Deadline;
import justchat.rpc.RpcFailure;
import justchat.rpc.RpcFailure.Kind;

/// Our calls on one connection that wait for their answer, by sequence id.
/// Thread-safe: callers wait on their own (virtual) threads, the event loop
/// answers.
///
/// Invariant: `count` is at least the number of entries in `waiting`, and at
/// most `max`.
final class Calls {
    private final int max;
    private final Counters counters;
    private final ConcurrentHashMap<Integer, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger sequence = new AtomicInteger();
    private volatile boolean closed;

    Calls(int max, Counters counters) {
        this.max = max;
        this.counters = counters;
    }

    int nextId() {
        return sequence.incrementAndGet();
    }

    /// Sends the request and waits for the answer: the frame without its length.
    ///
    /// @param send
    ///            queues the request; false if there is no room
    byte[] call(int id, byte[] request, Predicate<byte[]> send, Deadline deadline) throws RpcFailure {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            throw new RpcFailure(Kind.OVERLOADED, max + " calls wait on this connection already");
        }
        var answer = new CompletableFuture<byte[]>();
        waiting.put(id, answer);
        try {
            if (closed) {
                throw new RpcFailure(Kind.CLOSED, "the connection is closed");
            }
            if (!send.test(request)) {
                throw new RpcFailure(closed ? Kind.CLOSED : Kind.OVERLOADED,
                        closed ? "the connection is closed" : "the outbound buffer is full");
            }
            return answer.get(deadline.duration().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            counters.add(Counter.TIMED_OUT_CALLS);
            throw new RpcFailure(Kind.TIMED_OUT, "no answer within " + deadline.duration().toMillis() + " ms");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new RpcFailure(Kind.TIMED_OUT, "interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RpcFailure failure
                    ? new RpcFailure(failure.kind(), failure.getMessage(), failure)
                    : new RpcFailure(Kind.CLOSED, "the connection failed", e.getCause());
        } finally {
            waiting.remove(id);
            count.decrementAndGet();
        }
    }

    void answer(int id, byte[] frame) {
        var call = waiting.remove(id);
        if (call == null || !call.complete(frame)) {
            counters.add(Counter.LATE_ANSWERS);
        }
    }

    void fail(int id, RpcFailure failure) {
        var call = waiting.remove(id);
        if (call == null || !call.completeExceptionally(failure)) {
            counters.add(Counter.LATE_ANSWERS);
        }
    }

    /// Fails all that wait and all that come.
    void close() {
        closed = true;
        var failure = new RpcFailure(Kind.CLOSED, "the connection closed before the answer came");
        waiting.values().forEach(call -> call.completeExceptionally(failure));
    }
}
