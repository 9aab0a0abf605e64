// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The credentials of a process as they are now: what is in its files, which may be replaced while it runs. New connections
/// use what is new, those that are open go on. Thread-safe; one daemon thread looks.
///
/// Where the cluster's authority is on the same machine, beside the process's directory, they are renewed when they are
/// [#isDue]; elsewhere the log says that somebody has to.
public final class LiveCredentials implements Supplier<Credentials>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveCredentials.class);
    private static final int LOOK_SECONDS = 10;
    private static final Duration MARGIN = Duration.ofDays(30);
    /// Of a short life, the last third.
    private static final int PART = 3;
    private static final Duration REMIND = Duration.ofHours(24);

    private final Path directory;
    private final InstantSource time;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("credentials").factory());
    private volatile Credentials current;
    /// Owned by whoever looks: when it was last said that they are due.
    private Instant said = Instant.MIN;

    LiveCredentials(Path directory, InstantSource time) throws IOException {
        this.directory = Objects.requireNonNull(directory, "directory").toAbsolutePath();
        this.time = Objects.requireNonNull(time, "time");
        this.current = Credentials.load(directory);
    }

    /// Reads the files in this directory, as [Credentials#load] does, and again whenever they change.
    ///
    /// @throws IOException
    ///             if one is missing now or is not what its name says
    public static LiveCredentials watch(Path directory) throws IOException {
        var live = new LiveCredentials(directory, InstantSource.system());
        live.timer.scheduleWithFixedDelay(live::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
        return live;
    }

    @Override
    public Credentials get() {
        return current;
    }

    /// When the certificate that is used now ends.
    public Instant expiresAt() {
        return leaf(current).getNotAfter().toInstant();
    }

    /// Whether a certificate is to be renewed: less than 30 days of it are left, or less than a third of a shorter life.
    public static boolean isDue(Credentials credentials, Instant now) {
        var end = leaf(credentials).getNotAfter().toInstant();
        var third = Duration.between(leaf(credentials).getNotBefore().toInstant(), end).dividedBy(PART);
        return now.isAfter(end.minus(third.compareTo(MARGIN) < 0 ? third : MARGIN));
    }

    private static X509Certificate leaf(Credentials credentials) {
        return credentials.chain().getFirst();
    }

    /// Renews what is due, if it can, and takes what is new.
    void look() {
        try {
            if (isDue(current, time.instant())) {
                renew();
            }
            take();
        } catch (IOException | RuntimeException wrong) {
            LOG.warn("the credentials in {} cannot be used, the last ones go on: {}", directory, wrong.getMessage());
        }
    }

    private void take() throws IOException {
        var found = Credentials.load(directory);
        if (!leaf(found).equals(leaf(current)) || !found.authority().equals(current.authority())) {
            current = found;
            LOG.info("new credentials, good until {}", expiresAt());
        }
    }

    private void renew() throws IOException {
        var there = directory.resolveSibling("authority");
        var name = Role.nameOf(leaf(current));
        var role = Role.of(leaf(current));
        if (Files.exists(there.resolve("authority.key")) && name.isPresent() && role.isPresent()) {
            var authority = Authority.open(there);
            if (authority.certificate().equals(current.authority())) {
                authority.issue(name.get(), role.get(), directory);
                return;
            }
        }
        if (said.plus(REMIND).isBefore(time.instant())) {
            said = time.instant();
            LOG.warn(
                    "the certificate in {} ends at {}, and the authority is not here: put a new one in its place, it is"
                            + " used without a restart",
                    directory, expiresAt());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
