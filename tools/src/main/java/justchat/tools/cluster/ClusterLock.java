// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// Held for a moment by whoever changes the plan of a cluster, or starts or ends processes by it: one program at a time, so
/// that none of two changes at the same moment is lost, and nothing is started twice. Never held while waiting for the
/// cluster. Ends with the program that holds it.
final class ClusterLock implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final FileChannel file;

    private ClusterLock(FileChannel file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    /// @throws ClusterFailure
    ///             if somebody else has held it for too long
    static ClusterLock take(ClusterDirectory directory) throws IOException, ClusterFailure {
        return take(directory, PATIENCE);
    }

    static ClusterLock take(ClusterDirectory directory, Duration patience) throws IOException, ClusterFailure {
        Files.createDirectories(directory.root());
        var lock = new ClusterLock(
                FileChannel.open(directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        if (new Poll(patience, LOOK).until(lock::attempt, Poll.NEVER).isEmpty()) {
            lock.close();
            throw new ClusterFailure(ClusterFailure.UNAVAILABLE,
                    "another command is at work in " + directory.root() + "; try again when it is done");
        }
        return lock;
    }

    private Optional<Boolean> attempt() {
        try {
            return Optional.ofNullable(file.tryLock()).map(_ -> true);
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        } catch (IOException unsupported) {
            throw new IllegalStateException("cannot lock a file of the cluster: " + unsupported.getMessage(),
                    unsupported);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
