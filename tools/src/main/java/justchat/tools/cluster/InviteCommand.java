// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.apache.thrift.TBaseHelper;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import justchat.invitation.Invitation;
import justchat.rpc.tls.AuthorityPin;
import justchat.rpc.tls.Trust;

/// `justchat invite`
@Command(name = "invite", mixinStandardHelpOptions = true, description = "Prints one line with which somebody else can come in.", footer = {
        "",
        "The line says where the load balancers are and how to know that they are the right ones; unless it is --open, it"
                + " also makes one account, once. Who has it can use it: send it like a password."})
public final class InviteCommand implements Callable<Integer> {
    @Mixin
    private DirectoryOption option;

    @Option(names = "--room", paramLabel = "NAME", description = "The room to be in at first.")
    String room;

    @Option(names = "--valid", paramLabel = "TIME", defaultValue = "7d", converter = TimeConverter.class, description = "For how long an account can be made with it, like 90m, 12h or 7d (default: ${DEFAULT-VALUE}).")
    Duration valid;

    @Option(names = "--open", description = "Makes no account by itself: for clusters where anybody may sign up, or for who has an account.")
    boolean open;

    @Override
    public Integer call() throws IOException, ClusterFailure {
        var cluster = RunningCluster.in(option.directory());
        var token = open ? Optional.<byte[]>empty() : Optional.of(token(cluster));
        try {
            var balancers = cluster.plan().balancers().stream()
                    .map(node -> new Invitation.Balancer(ClusterPlan.HOST, node.port())).toList();
            var pin = AuthorityPin.of(Trust.load(cluster.directory().authorityCertificate()));
            System.out.println(new Invitation(balancers, Optional.ofNullable(room), pin, token).text());
            return 0;
        } catch (IllegalArgumentException wrong) {
            throw new ClusterFailure(ClusterFailure.USAGE, wrong.getMessage());
        }
    }

    private byte[] token(LocalCluster cluster) throws IOException, ClusterFailure {
        try (var operators = new Operators(cluster.directory(), cluster.plan())) {
            var until = System.currentTimeMillis() + valid.toMillis();
            var command = Operators.command();
            return TBaseHelper.byteBufferToByteArray(operators.order(balancer -> balancer.invite(until, command)));
        }
    }

    /// Reads `90m`, `12h`, `7d`.
    static final class TimeConverter implements ITypeConverter<Duration> {
        private static final Duration LONGEST = Duration.ofDays(365);

        @Override
        public Duration convert(String text) {
            try {
                long number = Long.parseLong(text.substring(0, Math.max(0, text.length() - 1)));
                var time = switch (text.charAt(text.length() - 1)) {
                    case 'm' -> Duration.ofMinutes(number);
                    case 'h' -> Duration.ofHours(number);
                    case 'd' -> Duration.ofDays(number);
                    default -> Duration.ZERO;
                };
                if (time.isPositive() && time.compareTo(LONGEST) <= 0) {
                    return time;
                }
            } catch (NumberFormatException | ArithmeticException | StringIndexOutOfBoundsException _) {
                // Said below.
            }
            throw new TypeConversionException("\"" + text + "\" is no time like 90m, 12h or 7d, of a year at most");
        }
    }
}
