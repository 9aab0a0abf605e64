// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.Deployment;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Standing;

/// Where this server stands, whoever says it: the view with the highest number
/// wins. Thread-safe; the follower is told of every change in order, under the
/// lock, so it must not block for long.
///
/// Invariant: the number of the view never decreases.
public final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private final Consumer<Standing> follower;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Standing standing;

    public Membership(String name, Consumer<Standing> follower) {
        this.follower = Objects.requireNonNull(follower, "follower");
        this.standing = new Standing(name, Optional.empty(), Deployment.UNKNOWN);
    }

    public Standing standing() {
        return standing;
    }

    /// A balancer says which view is the newest it knows.
    public void heard(Deployment deployment) {
        lock.lock();
        try {
            if (deployment.view().number() > standing.deployment().view().number()) {
                become(new Standing(standing.name(), standing.self(), deployment));
            }
        } finally {
            lock.unlock();
        }
    }

    /// This server was given a life.
    void registered(Origin self, Deployment deployment) {
        lock.lock();
        try {
            boolean newer = deployment.view().number() > standing.deployment().view().number();
            become(new Standing(standing.name(), Optional.of(self), newer ? deployment : standing.deployment()));
        } finally {
            lock.unlock();
        }
    }

    private void become(Standing next) {
        var view = next.deployment().view();
        LOG.info("view {}: {}{}", view.number(), view.members().stream().map(Member::name).toList(), next.isOutside()
                ? ", without this server"
                : "");
        standing = next;
        follower.accept(next);
    }
}
