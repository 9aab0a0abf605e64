// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import java.nio.file.Path;

import picocli.CommandLine.Option;

/// `--config`, the same for every process. [Settings#of] has read it before picocli does.
public final class ConfigOption {
    /// For who declares it with other words.
    public static final String NAME = "--config";

    @Option(names = NAME, paramLabel = "FILE", description = "More options, in HOCON (default: justchat.conf in --directory, and in the directory above it). `justchat config example` prints one.")
    private Path file;
}
