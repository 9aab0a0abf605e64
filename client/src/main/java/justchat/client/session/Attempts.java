// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.thrift.TException;

import justchat.client.codec.Malformed;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Work at the server of the moment, or at the next one: while there is none it
/// waits, and says so; what fails is tried again until six attempts in a row have
/// moved nothing. Thread-safe.
final class Attempts {
    /// How often one that waits for a server looks whether it is still wanted.
    private static final Duration LOOK = Duration.ofMillis(500);
    /// Servers are changed within this time without a word.
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);
    /// Attempts in a row without a single chunk moved.
    private static final int MAX_FRUITLESS = 6;

    private final Links links;

    Attempts(Links links) {
        this.links = links;
    }

    /// One attempt over one link.
    interface Attempt<T> {
        T over(ServerLink link) throws TException, Malformed, TransferFailure, IOException, InterruptedException;
    }

    /// One transfer that runs, with what its attempts share.
    ///
    /// @param moved
    ///            chunks so far
    record Run(Transfers.Running running, Progress progress, AtomicLong moved) {}

    /// @throws TransferFailure
    ///             for good if a server refuses it for good; stopped if nothing moves
    <T> T over(Run run, Attempt<T> attempt) throws TransferFailure, IOException, InterruptedException {
        var fruitless = 0;
        var failure = "";
        while (fruitless < MAX_FRUITLESS) {
            run.running().check();
            var link = server(run);
            var before = run.moved().get();
            try {
                return attempt.over(link);
            } catch (Refused refused) {
                if (refused.getReason() != Reason.BUSY && refused.getReason() != Reason.UNAVAILABLE) {
                    throw TransferFailure.forGood(refused.getMessage());
                }
                failure = refused.getMessage();
            } catch (TransferFailure e) {
                if (e.kind() != TransferFailure.Kind.PASSING) {
                    throw e;
                }
                failure = e.getMessage();
            } catch (TException | Malformed e) {
                failure = link.server().name() + ": " + e.getMessage();
            }
            fruitless = run.moved().get() > before ? 0 : fruitless + 1;
            links.pause(Duration.ofMillis(100L << Math.min(fruitless, 3)));
        }
        throw TransferFailure.stopped(failure);
    }

    /// Waits for one, and says so when it takes a while.
    private ServerLink server(Run run) throws TransferFailure, InterruptedException {
        var since = System.nanoTime();
        var told = false;
        while (true) {
            var link = links.await(LOOK);
            if (link.isPresent()) {
                return link.get();
            }
            run.running().check();
            if (!told && System.nanoTime() - since > QUIET_NANOS) {
                told = true;
                run.progress().held("no message server answers at the moment");
            }
        }
    }
}
