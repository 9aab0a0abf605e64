// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

import justchat.client.AccountsCommand;
import justchat.client.ConfigFiles;
import justchat.client.GetCommand;
import justchat.client.HistoryCommand;
import justchat.client.RoomsCommand;
import justchat.client.SendCommand;
import justchat.client.ShareCommand;
import justchat.client.TailCommand;
import justchat.settings.Places;
import justchat.tools.bench.BenchCommand;
import justchat.tools.check.CheckCommand;
import justchat.tools.cluster.BalancerCommand;
import justchat.tools.cluster.DownCommand;
import justchat.tools.cluster.InviteCommand;
import justchat.tools.cluster.ServerCommand;
import justchat.tools.cluster.StatusCommand;
import justchat.tools.cluster.UpCommand;
import justchat.tools.demo.DemoCommand;
import justchat.tools.sim.SimCommand;
import justchat.tools.trace.TraceCommand;

/// What `justchat` can do. Only the class of the one that was asked for is
/// loaded: the help must be there at once.
enum Subcommand {
    UP("up", "Starts the cluster on this machine."), //
    DOWN("down", "Stops the cluster on this machine."), //
    STATUS("status", "Shows the cluster on this machine, and who is where."), //
    BALANCER("balancer", "Adds, removes and lists load balancers while the cluster runs."), //
    SERVER("server", "Adds, drains, removes and lists message servers while the cluster runs."), //
    INVITE("invite", "Prints one line with which somebody else can come in."), //
    CHAT("chat", "Chats."), //
    JOIN("join", "Joins a cluster that you were invited to, and chats there."), //
    SEND("send", "Says something in a room, or privately, and goes."), //
    TAIL("tail", "Prints what is said in a room, as it comes."), //
    SHARE("share", "Shares a file with everybody, or offers it to one user."), //
    GET("get", "Fetches a file that was shared."), //
    HISTORY("history", "Prints what was said in a room."), //
    ROOMS("rooms", "Lists rooms."), //
    ACCOUNTS("accounts", "Lists who has an account."), //
    DEMO("demo", "Plays a story with ten real processes, and checks every step of it."), //
    SIM("sim", "Simulates whole clusters while everything goes wrong, and judges what they do."), //
    TRACE("trace", "Merges the causal logs of a run for ShiViz, and checks them."), //
    LOADBALANCER("loadbalancer", "Runs one load balancer."), //
    MESSAGESERVER("messageserver", "Runs one message server."), //
    CONFIG("config", "Checks, shows and explains settings."), //
    CHECK("check", "Looks through the message servers' data on disk while they are stopped."), //
    BENCH("bench", "Measures what a message, a reader and a session cost."), //
    TEST("test", "Builds everything and runs all tests."), //
    MAN("man", "Prints the manual page of the client."), //
    COMPLETION("completion", "Prints the completion of these commands for bash and zsh.");

    private final String word;
    private final String summary;

    Subcommand(String word, String summary) {
        this.word = Objects.requireNonNull(word, "word");
        this.summary = Objects.requireNonNull(summary, "summary");
    }

    static Optional<Subcommand> of(String word) {
        return Arrays.stream(values()).filter(subcommand -> subcommand.word.equals(word)).findFirst();
    }

    String word() {
        return word;
    }

    String summary() {
        return summary;
    }

    /// Whether it is a client.
    boolean isClient() {
        return switch (this) {
            case CHAT, JOIN, SEND, TAIL, SHARE, GET, HISTORY, ROOMS, ACCOUNTS -> true;
            case UP, DOWN, STATUS, BALANCER, SERVER, INVITE, DEMO, SIM, TRACE, LOADBALANCER, MESSAGESERVER, CONFIG,
                    CHECK, BENCH, TEST, MAN, COMPLETION ->
                false;
        };
    }

    /// Where its options may be set.
    static Places places(String word, Path directory) {
        return of(word).filter(Subcommand::isClient).isPresent()
                ? ConfigFiles.places(directory)
                : Places.of(Optional.of(directory));
    }

    /// A fresh object of picocli's.
    Object command() {
        return switch (this) {
            case UP -> new UpCommand();
            case DOWN -> new DownCommand();
            case STATUS -> new StatusCommand();
            case BALANCER -> new BalancerCommand();
            case SERVER -> new ServerCommand();
            case INVITE -> new InviteCommand();
            case CHAT -> new justchat.client.Main();
            case JOIN -> new justchat.client.JoinCommand();
            case SEND -> new SendCommand();
            case TAIL -> new TailCommand();
            case SHARE -> new ShareCommand();
            case GET -> new GetCommand();
            case HISTORY -> new HistoryCommand();
            case ROOMS -> new RoomsCommand();
            case ACCOUNTS -> new AccountsCommand();
            case DEMO -> new DemoCommand();
            case SIM -> new SimCommand();
            case TRACE -> new TraceCommand();
            case LOADBALANCER -> new justchat.loadbalancer.Main();
            case MESSAGESERVER -> new justchat.messageserver.Main();
            case CONFIG -> new ConfigCommand();
            case CHECK -> new CheckCommand();
            case BENCH -> new BenchCommand();
            case TEST -> new TestCommand();
            case MAN -> new justchat.client.ManualCommand();
            case COMPLETION -> new CompletionCommand();
        };
    }
}
