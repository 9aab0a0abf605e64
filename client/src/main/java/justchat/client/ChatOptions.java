// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.client.core.Exit;
import justchat.client.model.Login;
import justchat.client.model.RoomName;
import justchat.client.terminal.Appearance;
import justchat.invitation.Invitation;
import justchat.logs.journal.Tracing;

/// What `chat` and `join` have in common: the options, and how it goes from
/// there.
final class ChatOptions {
    @Mixin
    private ClientOptions client;

    @Option(names = "--sign-up", description = "Make the account first.")
    private boolean signUp;

    @Option(names = "--commands", description = "In a pipe: take lines that start with # or / as commands.")
    private boolean commands;

    @Option(names = "--json", description = "In a pipe: print a JSON object per line, for programs.")
    private boolean json;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "15", converter = ErrandOptions.Seconds.class, description = "In a pipe: give up coming in after so long, and at the end of the input wait so long for what is not stored (default: ${DEFAULT-VALUE}; also 2m).")
    private Duration timeout;

    @Option(names = "--room", paramLabel = "NAME", description = "The room to be in at first; joined if need be (default: that of the invitation, or lobby).")
    private String room;

    @Option(names = "--downloads", paramLabel = "DIR", description = "Where files are saved (default: JustChat/ in your download directory).")
    private Path downloads;

    @Option(names = "--file-rate", paramLabel = "KB/S", description = "Files are fetched and shared no faster, all together (default: as fast as they can).")
    private long fileRate;

    @Option(names = "--trace", paramLabel = "full|off|1/N", defaultValue = "full", description = "Its causal log: everything, nothing, or of every N messages one; #trace on and #trace off change it (default: ${DEFAULT-VALUE}).")
    private String trace;

    @Option(names = "--no-direct", description = "No links to and from other clients: private messages and files go sealed by way of the servers.")
    private boolean indirect;

    @Option(names = "--plain", description = "Words only: no colour, no bar, no signs; for screen readers.")
    private boolean plain;

    @Option(names = "--no-color", description = "No colour; so does NO_COLOR in the environment.")
    private boolean colourless;

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
        var settings = settings(invitation).withFileRate(Math.max(0, fileRate) * 1_000)
                .withTracing(Tracing.parse(trace)).withDirectLinks(!indirect);
        var asked = room != null ? room : invitation.flatMap(Invitation::room).orElse(RoomName.LOBBY);
        var start = RoomName.parse(asked).orElseThrow(() -> new IllegalArgumentException("\"" + asked
                + "\" is no name of a room"));
        var token = invitation.flatMap(Invitation::token);
        boolean dumb = isTerminal() && "dumb".equals(System.getenv("TERM"));
        var user = client.user().or(() -> dumb && client.mayAsk()
                ? Optional.ofNullable(System.console().readLine("Your user name: "))
                : Optional.empty());
        var password = client.password().or(() -> dumb && client.mayAsk()
                ? Optional.ofNullable(System.console().readPassword("Password: ")).map(String::new)
                : Optional.empty());
        boolean known = user.isPresent() && password.isPresent();
        if (!json && isTerminal() && !dumb && (known || client.mayAsk())) {
            return Keyboard.run(settings, start, new Keyboard.Visitor(user.orElse(null), password.orElse(null), signUp,
                    token, client.takesOver()), appearance());
        }
        if (!known) {
            return new Door.End(Exit.USAGE, "in a pipe, --user and --password-file (or --password-stdin) are needed");
        }
        return Pipe.run(settings, start, new Login(user.get(), password.get(), signUp, token, client.takesOver()),
                new Pipe.Manner(commands || dumb, json), timeout, System.in);
    }

    private Appearance appearance() {
        var noColour = System.getenv("NO_COLOR");
        return plain
                ? Appearance.PLAIN
                : colourless || noColour != null && !noColour.isEmpty() ? Appearance.COLOURLESS : Appearance.COLOURFUL;
    }

    private static Invitation read(String invited) throws Settings.Wrong {
        return switch (Invitation.parse(invited)) {
            case Invitation.Reading.Good(var invitation) -> invitation;
            case Invitation.Reading.Bad(var sentence) -> throw new Settings.Wrong(sentence);
        };
    }

    private Settings settings(Optional<Invitation> invitation) throws Settings.Wrong {
        var asked = client.asked(downloads);
        var joined = JoinedClusters.standard();
        if (invitation.isEmpty()) {
            return Settings.of(asked, joined);
        }
        if (client.namesCluster()) {
            throw new Settings.Wrong(
                    "an invitation says where to go; leave --balancers, --authority and --cluster out");
        }
        var there = joined.join(invitation.get(), System.currentTimeMillis());
        System.err.println("joined " + there.name() + " at " + invitation.get().balancers().stream()
                .map(Invitation.Balancer::text).collect(Collectors.joining(", ")) + " (pinned "
                + JoinedClusters.brief(
                        invitation.get().pin())
                + ")\nfrom now on: justchat chat --cluster " + there.name());
        return Settings.of(asked, there);
    }

    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }
}
