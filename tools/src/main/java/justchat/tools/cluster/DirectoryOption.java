// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.nio.file.Path;
import java.util.Optional;

import picocli.CommandLine.Option;

/// `--directory`, the same for every command about a local cluster.
public final class DirectoryOption {
    @Option(names = "--directory", paramLabel = "DIR", description = "Where the cluster lives (default: what JUSTCHAT_DIRECTORY names, else run/ in a checkout, else"
            + " justchat/ in the XDG state directory).")
    private Path directory;

    public ClusterDirectory directory() {
        return Optional.ofNullable(directory).map(ClusterDirectory::new).orElseGet(ClusterDirectory::standard);
    }
}
