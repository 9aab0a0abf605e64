// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import justchat.client.core.Bar;
import justchat.client.core.Exit;
import justchat.client.core.Screen;
import justchat.client.model.Errand;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.client.model.Told;
import justchat.client.script.Printer;

/// `justchat get`
@Command(name = "get", mixinStandardHelpOptions = true, exitCodeOnInvalidInput = 64, description = {
        "Fetches a file that was shared with everybody. Not a byte of it is given out before all of it is verified.",
        "",
        "  justchat get SELDOM_2016.png -o - | feh -", ""}, footer = {"", ErrandOptions.EXIT_CODES})
public final class GetCommand implements Callable<Integer> {
    private static final String STDOUT = "-";

    @Mixin
    private ErrandOptions options;

    @Option(names = {"-o",
            "--output"}, paramLabel = "FILE", description = "Save it here, over what there is; - for standard output (default: in --downloads under a free name, which is printed).")
    private String output;

    @Option(names = "--downloads", paramLabel = "DIR", description = "Where files are saved (default: JustChat/ in your download directory).")
    private Path downloads;

    @Parameters(paramLabel = "NAME", description = "Its name, if one person has shared files of that name: the newest; OWNER/NAME: the newest of that owner.")
    private String name;

    private final Door door = new Door();

    /// Keeps where the file is.
    private static final class Watching implements Screen {
        private final Screen screen;
        private volatile Optional<Path> saved = Optional.empty();

        private Watching(Screen screen) {
            this.screen = screen;
        }

        @Override
        public void show(Notice notice) {
            if (notice instanceof Notice.Done done) {
                saved = Optional.of(done.saved());
            }
            screen.show(notice);
        }

        @Override
        public void retell(Notice notice) {
            screen.retell(notice);
        }

        @Override
        public void tell(Told told) {
            screen.tell(told);
        }

        @Override
        public void preferences(Preferences chosen) {
            screen.preferences(chosen);
        }

        @Override
        public void bar(Bar bar) {
            screen.bar(bar);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        return Errands.run(this::get);
    }

    private Door.End get() throws ErrandOptions.Unfit, Settings.Wrong, IOException, InterruptedException {
        if (STDOUT.equals(output) && options.isJson()) {
            throw new ErrandOptions.Unfit(Exit.USAGE, "standard output takes the file or the records, not both");
        }
        if (output == null) {
            var target = downloads == null ? Settings.userDownloads() : downloads;
            var screen = watching();
            var end = fetch(target, screen);
            if (end.exit() == Exit.OK && !options.isJson()) {
                screen.saved.ifPresent(System.out::println);
            }
            return end;
        }
        var scratch = STDOUT.equals(output)
                ? Files.createTempDirectory("justchat-get-")
                : Files.createTempDirectory(target().getParent(), ".justchat-get-");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(scratch)));
        var screen = watching();
        var end = fetch(scratch, screen);
        if (end.exit() == Exit.OK && screen.saved.isPresent()) {
            deliver(screen.saved.get());
        }
        return end;
    }

    private Watching watching() {
        return new Watching(Errands.screen(options, door));
    }

    private Door.End fetch(Path directory, Screen screen)
            throws ErrandOptions.Unfit, Settings.Wrong, InterruptedException {
        int slash = name.indexOf('/');
        var errand = new Errand.Get(name.substring(slash + 1), slash < 0
                ? Optional.empty()
                : Optional.of(name.substring(0, slash)), directory);
        return Errands.run(options, errand, _ -> {}, screen, door);
    }

    private Path target() throws ErrandOptions.Unfit {
        var path = Path.of(output).toAbsolutePath().normalize();
        if (Files.isDirectory(path) || !Files.isDirectory(path.getParent())) {
            throw new ErrandOptions.Unfit(Exit.USAGE, Files.isDirectory(path)
                    ? output + " is a directory; --downloads takes one"
                    : "there is no directory " + path.getParent());
        }
        return path;
    }

    private void deliver(Path saved) throws IOException, ErrandOptions.Unfit {
        if (!STDOUT.equals(output)) {
            Files.move(saved, target(), StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try (var out = Printer.standardOutput()) {
            Files.copy(saved, out);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> found = Files.walk(directory)) {
            for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException _) {
            // the system's own sweep is left
        }
    }
}
