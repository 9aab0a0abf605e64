// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;

/// Asks a process's admin port for a figure.
final class AdminFigures {
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int MAX_BYTES = 1 << 20;

    private AdminFigures() {}

    /// @param name
    ///            of a metric without labels
    /// @return empty if the process has no admin port, does not answer, or has no such figure
    static OptionalDouble of(ClusterPlan.Node node, String name) {
        if (node.admin() == 0) {
            return OptionalDouble.empty();
        }
        try {
            var connection = URI.create("http://" + ClusterPlan.HOST + ":" + node.admin() + "/metrics").toURL()
                    .openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try (var in = connection.getInputStream()) {
                return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).lines()
                        .filter(line -> line.startsWith(name + " "))
                        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).findFirst();
            }
        } catch (IOException | NumberFormatException _) {
            return OptionalDouble.empty();
        }
    }
}
