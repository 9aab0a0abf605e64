// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import justchat.loadbalancer.api.ArgonCost;
import justchat.loadbalancer.api.Policy;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.logs.journal.Tracing;
import justchat.rpc.admin.AdminPort;
import justchat.settings.ConfigOption;
import justchat.settings.Program;
import justchat.settings.ServerOptions;

/// The command line of a load balancer. Runs until SIGTERM or SIGINT, then exits with 0; exits with 1 if it cannot start.
@Command(name = "loadbalancer", mixinStandardHelpOptions = true, description = "Runs one load balancer.")
public final class Main implements Callable<Integer> {
    private static final int GOODBYE_MILLIS = 700;

    @Spec
    private CommandSpec spec;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "This balancer's name, like lb-1.")
    private String name;

    @Option(names = "--directory", required = true, paramLabel = "DIR", description = "Its credentials, data and logs.")
    private Path directory;

    @Option(names = "--deployment", required = true, paramLabel = "NAME", description = "The name of the whole cluster; it salts passwords.")
    private String deployment;

    @Option(names = "--listen", required = true, paramLabel = "HOST:PORT", description = "Where clients and servers reach it (TCP).", converter = HostPortConverter.class)
    private HostPort listen;

    @Option(names = "--heartbeats", required = true, paramLabel = "HOST:PORT", description = "Where it takes heartbeats (UDP).", converter = HostPortConverter.class)
    private HostPort heartbeats;

    @Option(names = "--raft", required = true, paramLabel = "HOST:PORT", description = "Where the other balancers reach it (TCP).", converter = HostPortConverter.class)
    private HostPort raft;

    @Option(names = "--peers", required = true, paramLabel = "NAME=HOST:PORT", split = ",", description = "All balancers, this one too, with their --raft addresses, separated by commas. Counts at the first start only; later the balancers know who they are.")
    private String[] peers;

    @Option(names = "--join", description = "At the first start, wait until the others are told to take this balancer in (justchat balancer add).")
    private boolean joins;

    @Option(names = "--argon-memory-kib", paramLabel = "KIB", defaultValue = "65536", description = "What a guess at a password costs clients, Argon2id: memory (${DEFAULT-VALUE}). Must not change once there are accounts.")
    private int argonMemoryKiB;

    @Option(names = "--argon-passes", paramLabel = "N", defaultValue = "3", description = "Argon2id: passes (${DEFAULT-VALUE}).")
    private int argonPasses;

    @Option(names = "--argon-lanes", paramLabel = "N", defaultValue = "1", description = "Argon2id: lanes (${DEFAULT-VALUE}).")
    private int argonLanes;

    @Option(names = "--sign-up", paramLabel = "open|invite", defaultValue = "open", description = "Who may make an account: everybody, or who has an invitation (${DEFAULT-VALUE}).")
    private Policy.SignUps signUps;

    @Option(names = "--sessions-per-user", paramLabel = "many|one", defaultValue = "many", description = "How many logins of a user may have sessions at once (${DEFAULT-VALUE}).")
    private Policy.Sessions sessions;

    @Mixin
    private ServerOptions options;

    @Mixin
    private ConfigOption config;

    public static void main(String[] arguments) {
        System.exit(Program.execute(new CommandLine(new Main()), Optional.empty(), arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        var settings = settings();
        var adminAddress = adminAddress();
        TextLog.to(directory.resolve(name + ".log"), options.logFormat());
        try {
            var process = LoadBalancerProcess.start(settings);
            stopOnSignal(process);
            if (adminAddress.isPresent()) {
                AdminPort.start(adminAddress.get(), process.figures().metrics(), process.figures()::unready);
            }
            process.ready().thenRun(() -> say(settings.name() + " ready on " + settings.listen()));
        } catch (IOException failure) {
            System.err.println(name + ": cannot start: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        // Only a signal ends this.
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void stopOnSignal(LoadBalancerProcess process) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("goodbye").unstarted(() -> {
            // Everything that matters is on disk already; Ratis alone would take two seconds to say goodbye.
            CompletableFuture.runAsync(process::close).orTimeout(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)
                    .handle((_, _) -> null).join();
            Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
        }));
    }

    private Optional<InetSocketAddress> adminAddress() {
        try {
            return AdminPort.address(options.admin());
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private Settings settings() {
        try {
            return new Settings(new ProcessName(name), directory, deployment, listen, heartbeats, raft, peers(), joins,
                    new ArgonCost(argonMemoryKiB, argonPasses, argonLanes), new Policy(signUps, sessions),
                    Tracing.parse(options.trace()));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private SortedMap<ProcessName, HostPort> peers() {
        var all = new TreeMap<ProcessName, HostPort>();
        for (var peer : peers) {
            int equals = peer.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("--peers: \"" + peer + "\" is not NAME=HOST:PORT");
            }
            all.put(new ProcessName(peer.substring(0, equals)), HostPort.parse(peer.substring(equals + 1)));
        }
        return all;
    }

    /// Reads `host:port` for picocli.
    static final class HostPortConverter implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String text) {
            try {
                return HostPort.parse(text);
            } catch (IllegalArgumentException wrong) {
                throw new CommandLine.TypeConversionException(wrong.getMessage());
            }
        }
    }
}
