// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

import justchat.client.session.Introduction;
import justchat.client.session.NobodyAnswers;
import justchat.invitation.Invitation;
import justchat.rpc.tls.Trust;
import justchat.settings.UserDirectories;
import justchat.wire.Refused;

/// The clusters that were joined by an invitation, each a directory of its own:
///
/// ```
/// clusters/lab/authority.pem       whom to trust there
/// clusters/lab/cluster.properties  balancers, when it was joined
/// clusters/lab/clients/USER/       keys, causal log and text log of an account
/// ```
///
/// @param directory
///            `clusters` in the data directory that XDG says
record JoinedClusters(Path directory) {
    private static final String PROPERTIES = "cluster.properties";
    private static final String AUTHORITY = "authority.pem";
    private static final int SAME_NAME = 100;
    private static final int NAME_LENGTH = 64;

    /// One of them.
    ///
    /// @param joinedAtMillis
    ///            the last time
    record Joined(String name, Path directory, List<InetSocketAddress> balancers, long joinedAtMillis) {
        Path authority() {
            return directory.resolve(AUTHORITY);
        }
    }

    static JoinedClusters standard() {
        return new JoinedClusters(UserDirectories.data().resolve("clusters"));
    }

    /// The one that was joined last.
    Optional<Joined> last() {
        return all().stream().max(Comparator.comparingLong(Joined::joinedAtMillis));
    }

    /// By name; one that cannot be read is left out.
    List<Joined> all() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var entries = Files.list(directory)) {
            return entries.flatMap(entry -> read(entry).stream()).sorted(Comparator.comparing(Joined::name)).toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    Joined named(String name) throws Settings.Wrong {
        var all = all();
        return all.stream().filter(joined -> joined.name().equals(name)).findFirst().orElseThrow(
                () -> new Settings.Wrong("you have not joined a cluster " + name + (all.isEmpty()
                        ? "; justchat join INVITATION joins one"
                        : "; you have joined " + all.stream().map(Joined::name).collect(Collectors.joining(", ")))));
    }

    private static Optional<Joined> read(Path entry) {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(entry.resolve(PROPERTIES))) {
            properties.load(in);
            var balancers = Settings.addresses(properties.getProperty("balancers", ""));
            return balancers.isEmpty() || !Files.isReadable(entry.resolve(AUTHORITY))
                    ? Optional.empty()
                    : Optional.of(new Joined(entry.getFileName().toString(), entry, balancers, Long.parseLong(properties
                            .getProperty("joinedAtMillis", "0"))));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Asks the deployment who it is, checks that it is the one that was meant, and
    /// keeps what is needed to come again. Waits.
    Joined join(Invitation invitation, long nowMillis) throws Settings.Wrong {
        try {
            var known = Introduction.with(invitation);
            var place = place(known);
            known.trust().save(place.resolve(AUTHORITY));
            write(place, known, nowMillis);
            return read(place).orElseThrow(() -> new IOException(place + " cannot be read"));
        } catch (NobodyAnswers e) {
            throw new Settings.Wrong(e.getMessage() + ", or who answers is not whom the invitation means (pin "
                    + brief(invitation.pin()) + ")");
        } catch (Refused refused) {
            throw new Settings.Wrong(refused.getMessage());
        } catch (IOException e) {
            throw new Settings.Wrong("cannot keep what was joined: " + e.getMessage());
        }
    }

    /// The directory of this deployment; two of the same name have two.
    private Path place(Introduction.Known known) throws IOException {
        var name = known.deployment().replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[.]+", "_");
        var base = name.isEmpty() ? "cluster" : name.substring(0, Math.min(name.length(), NAME_LENGTH));
        for (int i = 1; i <= SAME_NAME; i++) {
            var place = directory.resolve(i == 1 ? base : base + "-" + i);
            if (!Files.exists(place.resolve(AUTHORITY)) || Trust.load(place.resolve(AUTHORITY)).equals(known.trust())) {
                return Files.createDirectories(place);
            }
        }
        throw new IOException("there are " + SAME_NAME + " clusters of that name already below " + directory);
    }

    private static void write(Path place, Introduction.Known known, long nowMillis) throws IOException {
        var properties = new Properties();
        properties.setProperty("balancers", known.balancers().stream().map(address -> address.getHostString() + ":"
                + address.getPort()).collect(Collectors.joining(",")));
        properties.setProperty("joinedAtMillis", Long.toString(nowMillis));
        try (var out = Files.newBufferedWriter(place.resolve(PROPERTIES))) {
            properties.store(out, "a cluster that was joined");
        }
    }

    /// `4f1c0d...9a`, to compare by eye.
    static String brief(byte[] pin) {
        var hex = HexFormat.of().formatHex(pin);
        return hex.substring(0, 8) + "..." + hex.substring(hex.length() - 4);
    }
}
