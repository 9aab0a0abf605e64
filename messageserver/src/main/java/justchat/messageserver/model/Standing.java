// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;
import java.util.Optional;

/// Where this server stands: its name, the life it was given (none before it is
/// registered), and the newest view that it knows.
public record Standing(String name, Optional<Origin> self, Deployment deployment) {
    public Standing {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(self, "self");
        Objects.requireNonNull(deployment, "deployment");
    }

    /// Whether this server has no life that the view knows of.
    public boolean isOutside() {
        return self.isEmpty() || !deployment.view().contains(self.get());
    }
}
