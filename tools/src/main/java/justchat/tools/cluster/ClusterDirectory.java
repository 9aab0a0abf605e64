// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

import justchat.settings.UserDirectories;

/// Where everything of one local cluster lies.
/// ```
/// cluster.properties   the plan: names and ports
/// authority/           what signs certificates; never leaves this machine
/// operator/            the credentials of whoever runs `justchat status`
/// lb-1/ ... ms-1/ ...  credentials, data/, pid, text log, causal log
/// clients/<user>/      the data directory of a client on this machine
/// ```
public record ClusterDirectory(Path root) {

    public ClusterDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /// What `JUSTCHAT_DIRECTORY` names; else `run/` in a checkout; else the XDG
    /// state directory.
    public static ClusterDirectory standard() {
        return new ClusterDirectory(UserDirectories.cluster());
    }

    /// Whether a cluster was ever made here.
    public boolean exists() {
        return Files.exists(plan());
    }

    public Path plan() {
        return root.resolve("cluster.properties");
    }

    public Path authority() {
        return root.resolve("authority");
    }

    /// The one file that a client must have.
    public Path authorityCertificate() {
        return authority().resolve("authority.pem");
    }

    public Path operator() {
        return root.resolve("operator");
    }

    /// The directory of one process, like `lb-1`.
    public Path of(String process) {
        return root.resolve(process);
    }

    public Path clients() {
        return root.resolve("clients");
    }

    Path pid(String process) {
        return of(process).resolve("pid");
    }

    /// What the process printed, JVM errors included.
    Path output(String process) {
        return of(process).resolve(process + ".out");
    }

    Path textLog(String process) {
        return of(process).resolve(process + ".log");
    }

    Path lock() {
        return root.resolve("lock");
    }
}
