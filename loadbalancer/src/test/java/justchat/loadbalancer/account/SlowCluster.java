// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.RetiredBalancer;
import justchat.loadbalancer.model.ServerOrigin;

/// The part of the slow book that is about servers and balancers; see [SlowBook].
class SlowCluster {
    static final long LIFE = Revocations.LIFE.toMillis();

    final List<Done> done = new ArrayList<>();

    record Done(Command<?> command, Outcome outcome) {}

    List<ProcessName> serverNames() {
        List<ProcessName> names = new ArrayList<>();
        each((command, outcome) -> {
            if (command instanceof Command.RegisterServer server && outcome instanceof Outcome.ServerRegistered
                    && !names.contains(server.name())) {
                names.add(server.name());
            }
        });
        return names;
    }

    int lives(int number) {
        return (int) done.stream().filter(past -> past.outcome instanceof Outcome.ServerRegistered(var origin, _)
                && origin.server().number() == number).count();
    }

    boolean isRemoved(ProcessName server) {
        return done.stream().anyMatch(past -> past.command instanceof Command.RemoveServer remove
                && remove.server().equals(server) && past.outcome instanceof Outcome.ServerRemoved);
    }

    boolean isDraining(ProcessName server) {
        return done.reversed().stream()
                .filter(past -> past.command instanceof Command.Drain drain && drain.server().equals(server)
                        && past.outcome instanceof Outcome.Drained)
                .findFirst().filter(past -> ((Command.Drain) past.command).draining()).isPresent();
    }

    boolean isInView(ProcessName server) {
        int number = serverNames().indexOf(server) + 1;
        return members().stream().anyMatch(origin -> origin.server().number() == number);
    }

    /// The latest life of each server, unless it was expelled or removed.
    List<ServerOrigin> members() {
        List<ServerOrigin> members = new ArrayList<>();
        var names = serverNames();
        each((command, outcome) -> {
            if (outcome instanceof Outcome.ServerRegistered(var origin, _)) {
                members.removeIf(older -> older.server().equals(origin.server()));
                members.add(origin);
            } else if (outcome instanceof Outcome.Expelled && command instanceof Command.Expel expel) {
                members.remove(expel.origin());
            } else if (outcome instanceof Outcome.ServerRemoved && command instanceof Command.RemoveServer remove) {
                members.removeIf(gone -> gone.server().number() == names.indexOf(remove.server()) + 1);
            }
        });
        return members.stream().sorted().toList();
    }

    Map<ProcessName, BalancerMember> balancers() {
        var balancers = new TreeMap<ProcessName, BalancerMember>();
        each((command, outcome) -> {
            if (command instanceof Command.RegisterBalancer register && outcome instanceof Outcome.BalancerRegistered) {
                balancers.put(register.balancer().name(), register.balancer());
            } else if (command instanceof Command.RemoveBalancer remove && outcome instanceof Outcome.BalancerRemoved) {
                balancers.remove(remove.balancer());
            }
        });
        return balancers;
    }

    /// Removed and their tickets not yet over.
    Map<ProcessName, RetiredBalancer> retired(long nowMillis) {
        var present = new TreeMap<ProcessName, BalancerMember>();
        var retired = new TreeMap<ProcessName, RetiredBalancer>();
        each((command, outcome) -> {
            if (command instanceof Command.RegisterBalancer register && outcome instanceof Outcome.BalancerRegistered) {
                present.put(register.balancer().name(), register.balancer());
                retired.remove(register.balancer().name());
            } else if (command instanceof Command.RemoveBalancer remove && outcome instanceof Outcome.BalancerRemoved) {
                retired.values().removeIf(gone -> gone.untilMillis() <= remove.atMillis());
                retired.put(remove.balancer(),
                        new RetiredBalancer(present.remove(remove.balancer()), remove.atMillis() + LIFE));
            }
        });
        retired.values().removeIf(gone -> gone.untilMillis() <= nowMillis);
        return retired;
    }

    long view() {
        long view = 0;
        for (var past : done) {
            view = switch (past.outcome) {
                case Outcome.ServerRegistered(_, long number) -> number;
                case Outcome.BalancerRegistered(long number) -> number;
                case Outcome.BalancerRemoved(long number) -> number;
                case Outcome.Expelled(long number) -> number;
                case Outcome.Drained(long number) -> number;
                case Outcome.ServerRemoved(long number) -> number;
                default -> view;
            };
        }
        return view;
    }

    void each(BiConsumer<Command<?>, Outcome> visitor) {
        done.forEach(past -> visitor.accept(past.command, past.outcome));
    }
}
