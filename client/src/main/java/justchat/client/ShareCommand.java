// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import justchat.client.core.Exit;
import justchat.client.model.Errand;
import justchat.client.model.RoomName;

/// `justchat share`
@Command(name = "share", mixinStandardHelpOptions = true, exitCodeOnInvalidInput = 64, description = {
        "Shares a file. With everybody, done means: enough servers hold it, and the room was told. With --to: that"
                + " user has it, whole; the bytes come from here, so this waits.",
        ""}, footer = {"", ErrandOptions.EXIT_CODES})
public final class ShareCommand implements Callable<Integer> {
    @Mixin
    private ErrandOptions options;

    @Option(names = "--room", paramLabel = "NAME", defaultValue = RoomName.LOBBY, description = "Who is told; joined if need be (default: ${DEFAULT-VALUE}).")
    private String room;

    @Option(names = "--to", paramLabel = "USER", description = "Offers it to this user alone, who has --timeout to accept.")
    private String to;

    @Option(names = "--wait", description = "With --to: waits for the answer as long as the offer stands, ten minutes.")
    private boolean patient;

    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file;

    @Override
    public Integer call() throws InterruptedException {
        return Errands.run(() -> {
            var path = file.toAbsolutePath().normalize();
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                throw new ErrandOptions.Unfit(Exit.NOT_THERE, file + (Files.exists(path)
                        ? " is no file that can be read"
                        : " does not exist"));
            }
            return Errands.run(options, to == null
                    ? new Errand.Share(path, ErrandOptions.room(room))
                    : new Errand.Offer(path, to, patient), _ -> {});
        });
    }
}
