// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import justchat.logs.journal.Tracing;
import justchat.messageserver.model.Address;
import justchat.rpc.admin.AdminPort;
import justchat.settings.ConfigOption;
import justchat.settings.Program;
import justchat.settings.ServerOptions;

/// The process of a message server: options, text log, ready line, goodbye.
///
/// Exit codes: 0 after SIGTERM or SIGINT, 1 if it cannot start, 2 for wrong
/// options, 70 when it must not go on and is to be started again.
@Command(name = "messageserver", mixinStandardHelpOptions = true, sortOptions = false, description = "Holds sessions of clients, a replica of every room and public files.")
public final class Main implements Callable<Integer> {
    private static final int CANNOT_START = 1;
    private static final int MUST_END = 70;

    @Option(names = "--name", required = true, description = "Name of this server, like ms-1.")
    private String name;

    @Option(names = "--directory", required = true, description = "Its credentials, data and logs.")
    private Path directory;

    @Option(names = "--listen", required = true, paramLabel = "HOST:PORT", converter = HostPort.class, description = "TCP, for clients and servers.")
    private Address listen;

    @Option(names = "--heartbeats", required = true, paramLabel = "HOST:PORT", converter = HostPort.class, description = "UDP, for heartbeats.")
    private Address heartbeats;

    @Option(names = "--balancers", required = true, split = ",", paramLabel = "HOST:PORT", converter = HostPort.class, description = "The load balancers.")
    private List<Address> balancers;

    @Option(names = "--heartbeat-millis", defaultValue = "20", description = "Between heartbeats (default ${DEFAULT-VALUE}).")
    private int heartbeatMillis;

    @Option(names = "--copies", defaultValue = "3", description = "On how many servers an entry or a file must be, if so many live (default ${DEFAULT-VALUE}).")
    private int copies;

    @Mixin
    private FileOptions files;

    @Mixin
    private ServerOptions options;

    @Mixin
    private ConfigOption config;

    public static void main(String[] arguments) {
        System.exit(Program.execute(new CommandLine(new Main()), Optional.empty(), arguments));
    }

    /// Runs until the process is told to end.
    @Override
    public Integer call() {
        TextLog.open(directory.resolve(name + ".log"), options.logFormat());
        try {
            run(new Settings(name, directory, socket(listen), socket(heartbeats), balancers, heartbeatMillis, copies,
                    files.limits(), Tracing.parse(options.trace())));
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(name + " cannot start: " + (e instanceof NoSuchFileException ? "no file " : "") + e
                    .getMessage());
            LoggerFactory.getLogger(Main.class).info("cannot start", e);
            return CANNOT_START;
        }
    }

    private void run(Settings settings) throws IOException {
        var adminAddress = AdminPort.address(options.admin());
        var server = Server.start(settings, Main::mustEnd);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("goodbye").unstarted(() -> goodbye(server)));
        if (adminAddress.isPresent()) {
            AdminPort.start(adminAddress.get(), server.metrics(), server::unready);
        }
        server.serving().thenRun(() -> System.out.println(name + " ready on " + listen.host() + ":" + server.address()
                .getPort()));
        new CompletableFuture<Void>().join();
    }

    /// A signal ends the process with 128 + its number, unless the hook decides.
    private static void goodbye(Server server) {
        server.close();
        Runtime.getRuntime().halt(0);
    }

    private static void mustEnd(Throwable why) {
        LoggerFactory.getLogger(Main.class).error("this process must end; start it again", why);
        Runtime.getRuntime().halt(MUST_END);
    }

    private static InetSocketAddress socket(Address address) {
        return new InetSocketAddress(address.host(), address.port());
    }

    /// `host:port`; of an IPv6 address, the last colon counts.
    static final class HostPort implements ITypeConverter<Address> {
        @Override
        public Address convert(String value) {
            int colon = value.lastIndexOf(':');
            try {
                return new Address(value.substring(0, Math.max(0, colon)), Integer.parseInt(value.substring(colon
                        + 1)));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is not HOST:PORT");
            }
        }
    }
}
