// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

import picocli.CommandLine.Option;

import justchat.client.core.Exit;
import justchat.client.model.Login;
import justchat.client.model.RoomName;
import justchat.invitation.Invitation;

/// What `chat` and `join` have in common: the options, and how it goes from
/// there.
final class ChatOptions {
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

    @Option(names = "--sign-up", description = "Make the account first.")
    private boolean signUp;

    @Option(names = "--take-over", description = "Where one session per user is allowed: end the one that there is.")
    private boolean takeOver;

    @Option(names = "--commands", description = "In a pipe: take lines that start with # or / as commands.")
    private boolean commands;

    @Option(names = "--room", paramLabel = "NAME", description = "The room to be in at first; joined if need be (default: that of the invitation, or lobby).")
    private String room;

    @Option(names = "--downloads", paramLabel = "DIR", description = "Where files are saved (default: JustChat/ in your download directory).")
    private Path downloads;

    @Option(names = "--file-rate", paramLabel = "KB/S", description = "Files are fetched and shared no faster, all together (default: as fast as they can).")
    private long fileRate;

    @Option(names = {"--plain", "--no-color"}, description = "No colour; so does NO_COLOR in the environment.")
    private boolean plain;

    /// Chats to the end.
    ///
    /// @param invited
    ///            an invitation as it was pasted; null: none
    /// @return the status of the process
    int run(String invited) throws InterruptedException {
        TextLog.choose();
        Door.End end;
        try {
            end = chat(invited);
        } catch (Settings.Wrong | IllegalArgumentException e) {
            end = new Door.End(Exit.CONFIGURATION, e.getMessage());
        } catch (IOException e) {
            end = new Door.End(Exit.CONFIGURATION, "the terminal cannot be used: " + e.getMessage());
        }
        if (!end.sentence().isEmpty()) {
            System.err.println("justchat: " + end.sentence());
        }
        return end.exit().status();
    }

    private Door.End chat(String invited) throws Settings.Wrong, IOException, InterruptedException {
        var invitation = invited == null ? Optional.<Invitation>empty() : Optional.of(read(invited));
        var settings = settings(invitation).withFileRate(Math.max(0, fileRate) * 1_000);
        var asked = room != null ? room : invitation.flatMap(Invitation::room).orElse(RoomName.LOBBY);
        var start = RoomName.parse(asked).orElseThrow(() -> new IllegalArgumentException("\"" + asked
                + "\" is no name of a room"));
        var token = invitation.flatMap(Invitation::token);
        var password = password();
        if (isTerminal()) {
            boolean colourless = plain || System.getenv("NO_COLOR") != null;
            return Keyboard.run(settings, start,
                    new Keyboard.Visitor(user, password, signUp, token, takeOver), colourless);
        }
        if (user == null || password == null) {
            return new Door.End(Exit.USAGE, "in a pipe, --user and --password-file (or --password-stdin) are needed");
        }
        return Pipe.run(settings, start, new Login(user, password, signUp, token, takeOver), commands,
                System.in);
    }

    private static Invitation read(String invited) throws Settings.Wrong {
        return switch (Invitation.parse(invited)) {
            case Invitation.Reading.Good(var invitation) -> invitation;
            case Invitation.Reading.Bad(var sentence) -> throw new Settings.Wrong(sentence);
        };
    }

    private Settings settings(Optional<Invitation> invitation) throws Settings.Wrong {
        var asked = new Settings.Asked(balancers, authority, directory, downloads, cluster);
        var joined = JoinedClusters.standard();
        if (invitation.isEmpty()) {
            return Settings.of(asked, joined);
        }
        if (balancers != null || authority != null || cluster != null) {
            throw new Settings.Wrong(
                    "an invitation says where to go; leave --balancers, --authority and --cluster out");
        }
        var there = joined.join(invitation.get(), System.currentTimeMillis());
        System.err.println("joined " + there.name() + " at " + invitation.get().balancers().stream()
                .map(Invitation.Balancer::text).collect(Collectors.joining(", ")) + " (pinned "
                + JoinedClusters.brief(
                        invitation.get().pin())
                + "); from now on: justchat chat --cluster " + there.name());
        return Settings.of(asked, there);
    }

    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    /// @return null if none was given
    private String password() throws Settings.Wrong {
        try {
            if (passwordFile != null) {
                try (var in = Files.newInputStream(passwordFile)) {
                    return firstLine(in);
                }
            }
            return passwordStdin ? firstLine(System.in) : null;
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
