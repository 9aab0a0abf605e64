// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import picocli.CommandLine.Option;

import justchat.settings.ConfigOption;
import justchat.settings.SharedSection;

/// Which cluster, and who: the same for whatever a client does. Set for all of
/// its commands in the section `client`.
@SharedSection("client")
final class ClientOptions {
    /// What a file that lies about in a directory must not decide: who is trusted, and
    /// what is read.
    static final Set<String> PERSONAL = Set.of("balancers", "authority", "directory", "password-file",
            "password-stdin");

    private static final int MAX_PASSWORD_BYTES = 1024;

    @Option(names = "--balancers", paramLabel = "HOST:PORT,...", description = "The load balancers (default: those of the cluster on this machine, if it runs, else of the one that was joined last).")
    private String balancers;

    @Option(names = "--authority", paramLabel = "FILE", description = "The certificate of the cluster's authority (default: of the cluster on this machine).")
    private Path authority;

    @Option(names = "--cluster", paramLabel = "NAME", description = "A cluster that was joined with an invitation.")
    private String cluster;

    @Option(names = "--directory", paramLabel = "DIR", description = "Keys, causal log and text log of this account (default: clients/NAME beside the cluster on this machine).")
    private Path directory;

    @Option(names = "--user", paramLabel = "NAME", description = "Who you are (default: you are asked).")
    private String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Its first line is the password (default: you are asked).")
    private Path passwordFile;

    @Option(names = "--password-stdin", description = "The first line of standard input is the password.")
    private boolean passwordStdin;

    @Option(names = "--take-over", description = "Where one session per user is allowed: end the one that there is.")
    private boolean takeOver;

    @Option(names = "--no-input", description = "Never ask anything; what is missing is an error.")
    private boolean noInput;

    @Option(names = ConfigOption.NAME, paramLabel = "FILE", description = "More options, in HOCON (default: justchat.conf here and in --directory, then justchat/client.conf in the configuration directory). `justchat config example` prints one.")
    private Path config;

    /// Where to find the cluster.
    Settings.Asked asked(Path downloads) {
        return new Settings.Asked(balancers, authority, directory, downloads, cluster);
    }

    /// Whether an option says which cluster it is.
    boolean namesCluster() {
        return balancers != null || authority != null || cluster != null;
    }

    /// Empty: not said.
    Optional<String> user() {
        return Optional.ofNullable(user);
    }

    boolean takesOver() {
        return takeOver;
    }

    /// Whether somebody may be asked.
    boolean mayAsk() {
        return !noInput;
    }

    /// As it was given; empty: it was not. Reads the file or standard input.
    Optional<String> password() throws Settings.Wrong {
        try {
            if (passwordFile != null) {
                try (var in = Files.newInputStream(passwordFile)) {
                    return Optional.of(firstLine(in));
                }
            }
            return passwordStdin ? Optional.of(firstLine(System.in)) : Optional.empty();
        } catch (IOException e) {
            throw new Settings.Wrong("cannot read the password: " + e.getMessage());
        }
    }

    /// Byte by byte, for what follows belongs to somebody else.
    private static String firstLine(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n' && bytes.size() < MAX_PASSWORD_BYTES; b = in.read()) {
            bytes.write(b);
        }
        var line = bytes.toString(StandardCharsets.UTF_8);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
