// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import justchat.logs.journal.Tracing;
import justchat.rpc.tls.Trust;
import justchat.settings.UserDirectories;

/// What a client starts with, from options and, where they say nothing, from the
/// cluster on this machine or one that was joined.
///
/// @param trust
///            the cluster's authority
/// @param directory
///            the data directory; empty: one per user below `clients`
/// @param fileRate
///            of all files together, bytes per second; 0: as fast as they can
/// @param tracing
///            of the causal log
/// @param direct
///            whether links to and from other clients may be made
record Settings(List<InetSocketAddress> balancers, Trust trust, Optional<Path> directory, Path clients,
        Path downloads, long fileRate, Tracing tracing, boolean direct) {
    private static final int PROBE_MILLIS = 200;

    Settings {
        balancers = List.copyOf(balancers);
    }

    Settings withFileRate(long bytesPerSecond) {
        return new Settings(balancers, trust, directory, clients, downloads, bytesPerSecond, tracing, direct);
    }

    Settings withTracing(Tracing wanted) {
        return new Settings(balancers, trust, directory, clients, downloads, fileRate, wanted, direct);
    }

    Settings withDirectLinks(boolean allowed) {
        return new Settings(balancers, trust, directory, clients, downloads, fileRate, tracing, allowed);
    }

    /// Something that has to be put right before a client can start.
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String sentence) {
            super(sentence);
        }
    }

    /// As the options name them; null where they do not.
    ///
    /// @param cluster
    ///            a joined one
    record Asked(String balancers, Path authority, Path directory, Path downloads, String cluster) {}

    /// Those of the cluster that the options name; else of the one on this machine, if
    /// it runs or there is no other; else of the one that was joined last.
    static Settings of(Asked asked, JoinedClusters joined) throws Wrong {
        if (asked.cluster != null) {
            return of(asked, joined.named(asked.cluster));
        }
        var last = joined.last();
        return asked.balancers != null || asked.authority != null || last.isEmpty() || isUp(UserDirectories.cluster())
                ? local(asked)
                : of(asked, last.get());
    }

    /// Those of a cluster that was joined.
    static Settings of(Asked asked, JoinedClusters.Joined joined) throws Wrong {
        return new Settings(joined.balancers(), trust(joined.authority()), Optional.ofNullable(asked.directory), joined
                .directory().resolve("clients"), asked.downloads != null ? asked.downloads : userDownloads(), 0,
                Tracing.FULL, true);
    }

    /// Whether any of its balancers listens.
    private static boolean isUp(Path cluster) {
        try {
            return addresses(planned(cluster)).stream().anyMatch(Settings::listens);
        } catch (Wrong | IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean listens(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHostString(), address.getPort()), PROBE_MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    static List<InetSocketAddress> addresses(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(part -> !part.isEmpty()).map(Settings::address)
                .toList();
    }

    private static Settings local(Asked asked) throws Wrong {
        var cluster = UserDirectories.cluster();
        var balancers = asked.balancers != null ? asked.balancers : planned(cluster);
        var authority = asked.authority != null
                ? asked.authority
                : cluster.resolve("authority").resolve("authority.pem");
        return new Settings(addresses(balancers), trust(authority), Optional.ofNullable(asked.directory),
                cluster.resolve("clients"), asked.downloads != null ? asked.downloads : userDownloads(), 0,
                Tracing.FULL, true);
    }

    /// Where this user's keys, journal and log are.
    Path directoryOf(String user) {
        return directory.orElseGet(() -> clients.resolve(user.replaceAll("[^\\p{L}\\p{N}._-]", "_")
                .replaceAll("^\\.+", "_")));
    }

    private static Trust trust(Path authority) throws Wrong {
        try {
            return Trust.load(authority);
        } catch (IOException _) {
            throw new Wrong("cannot read " + authority + ", the certificate of the cluster's authority; name it with"
                    + " --authority, or start a cluster here with: justchat up");
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return InetSocketAddress.createUnresolved(text.substring(0, Math.max(0, colon)),
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("\"" + text + "\" is no HOST:PORT");
        }
    }

    private static String planned(Path cluster) throws Wrong {
        var plan = cluster.resolve("cluster.properties");
        var properties = new Properties();
        try (var in = Files.newBufferedReader(plan)) {
            properties.load(in);
        } catch (IOException _) {
            throw new Wrong("there is no cluster on this machine; start one with: justchat up  (or reach another with:"
                    + " justchat join INVITATION)");
        }
        var balancers = properties.getProperty("balancers");
        if (balancers == null) {
            throw new Wrong(plan + " names no balancers");
        }
        return balancers;
    }

    /// What XDG says, else `Downloads` below the home directory.
    static Path userDownloads() {
        var named = System.getenv("XDG_DOWNLOAD_DIR");
        var base = named != null && !named.isBlank()
                ? Path.of(named)
                : Path.of(System.getProperty("user.home"), "Downloads");
        return base.resolve("JustChat");
    }
}
