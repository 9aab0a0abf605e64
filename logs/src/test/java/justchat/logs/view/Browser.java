// SPDX-License-Identifier: Apache-2.0
package justchat.logs.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Chromium without a screen, if this machine has one that works.
final class Browser {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long PATIENCE_SECONDS = 180;

    private Browser() {}

    /// What a page became once its scripts had run, as HTML.
    ///
    /// @param directory
    ///            for the browser's own files
    /// @param known
    ///            words of the page; without them the browser did not get that
    ///            far
    /// @return empty, with the reason printed, if no browser here shows it
    static Optional<String> open(Path page, Path directory, String known) throws IOException, InterruptedException {
        var program = Stream.of(System.getenv("PATH").split(":"))
                .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name))).filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            return without("none of " + NAMES + " is installed");
        }
        var dump = directory.resolve("dump.html");
        var process = new ProcessBuilder(program.get().toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--no-first-run", "--window-size=1600,1000",
                "--user-data-dir=" + directory.resolve("profile"), "--dump-dom", page.toUri().toString())
                .redirectOutput(dump.toFile()).redirectError(directory.resolve("errors.txt").toFile()).start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return without(program.get() + " did not end within " + PATIENCE_SECONDS + " s");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        var html = Files.readString(dump);
        return html.contains(known)
                ? Optional.of(html)
                : without(program.get() + " ended with " + process.exitValue() + " and did not show the page");
    }

    private static Optional<String> without(String reason) {
        System.out.println("Not tested in a browser: " + reason + ".");
        return Optional.empty();
    }
}
