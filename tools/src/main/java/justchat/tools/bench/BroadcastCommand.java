// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import justchat.rpc.tls.Credentials;
import justchat.rpc.tls.Engines;
import justchat.rpc.tls.ServerTls;

/// `justchat bench broadcast`: the baseline's process. Prints its port, and ends with its standard input.
@Command(name = "broadcast", hidden = true, mixinStandardHelpOptions = true, description = "Sends what one connection says to all others.")
final class BroadcastCommand implements Callable<Integer> {
    @Option(names = "--credentials", paramLabel = "DIR", description = "Speak TLS with these (default: bytes in clear).")
    private Path credentials;

    @Override
    public Integer call() throws IOException {
        var tls = credentials == null ? ServerTls.none() : ServerTls.cluster(Credentials.load(credentials));
        try (var broadcaster = Broadcaster.start(0, Engines.of(tls))) {
            System.out.println(broadcaster.port());
            System.out.flush();
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        return 0;
    }
}
