// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Starts a program so that neither Ctrl-C nor the end of the terminal reaches
/// it.
final class Detach {
    private static final List<Path> PLACES = List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/bin"));

    private Detach() {}

    /// Both programs replace themselves by the command, so its process id is the
    /// one that we get.
    static List<String> wrap(List<String> command) {
        var wrapped = new ArrayList<String>();
        Stream.of("setsid", "nohup").flatMap(name -> PLACES.stream().map(place -> place.resolve(name)))
                .filter(Files::isExecutable).findFirst().ifPresent(found -> wrapped.add(found.toString()));
        wrapped.addAll(command);
        return wrapped;
    }

    static File nothing() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }
}
