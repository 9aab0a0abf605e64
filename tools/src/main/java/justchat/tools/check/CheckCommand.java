// SPDX-License-Identifier: Apache-2.0
package justchat.tools.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import justchat.messageserver.history.Histories;
import justchat.messageserver.history.Inspection;
import justchat.tools.cluster.ClusterDirectory;

/// `justchat check`
@Command(name = "check", mixinStandardHelpOptions = true, description = "Looks through the message servers' data on disk while they are stopped, and changes nothing.", footer = {
        "",
        "Exit code: 0 when all is well, 1 when something is damaged, 64 when there is nothing to check, or a server runs."})
public final class CheckCommand implements Callable<Integer> {
    private static final int DAMAGED = 1;
    private static final int USAGE = 64;
    private static final Path HISTORY = Path.of("data", "history");

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "A message server's directory, or that of a cluster (default: the cluster on this machine).")
    Path directory;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var root = directory == null ? ClusterDirectory.standard().root() : directory;
        var servers = servers(root);
        if (servers.isEmpty()) {
            return refuse("no message server has data in " + root + ".");
        }
        for (var server : servers) {
            if (Histories.isInUse(server.resolve(HISTORY))) {
                return refuse(server.getFileName() + " runs: stop it first.");
            }
        }
        boolean fine = true;
        for (var server : servers) {
            fine &= check(server);
        }
        return fine ? 0 : DAMAGED;
    }

    private int refuse(String why) {
        spec.commandLine().getErr().println("justchat check: " + why);
        return USAGE;
    }

    private static List<Path> servers(Path root) throws IOException {
        if (Files.isDirectory(root.resolve(HISTORY))) {
            return List.of(root);
        }
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (var found = Files.list(root)) {
            return found.filter(server -> Files.isDirectory(server.resolve(HISTORY))).sorted().toList();
        }
    }

    private boolean check(Path server) throws IOException {
        var out = spec.commandLine().getOut();
        var history = server.resolve(HISTORY);
        out.println(server + ":");
        boolean fine = true;
        var rooms = Histories.rooms(history);
        for (var room : rooms) {
            var inspection = Inspection.of(history, room);
            new RoomReport(inspection).lines().forEach(out::println);
            fine &= inspection.isFine();
        }
        if (rooms.isEmpty()) {
            out.println("  nothing was said yet");
        }
        out.flush();
        return fine;
    }
}
