// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.List;
import java.util.stream.IntStream;

/// What goes wrong, and when. It may do everything but destroy what nobody could
/// save: of what was promised to anybody one copy is left, and of every view's
/// members one that remembers.
final class Nemesis {
    private static final long LEAST_PAUSE = 10 * World.MILLI;
    private static final long MOST_PAUSE = 600 * World.MILLI;
    private static final int MOST_BLANK = 2;

    private final Cluster cluster;
    private final World world;
    private final Network network;

    Nemesis(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.network = cluster.network();
    }

    void start() {
        world.in(world.between(100_000, 1_000_000), this::strike);
    }

    private void strike() {
        if (!world.isChaos()) {
            return;
        }
        var victim = world.oneOf(cluster.servers());
        switch (world.random.nextInt(22)) {
            case 0 -> crash(victim, Fault.CRASH, false);
            case 1 -> victim.setTrap(() -> crash(victim, Fault.CRASH, false));
            case 2, 3 -> loseDisk(victim);
            case 4 -> {
                if (world.probably(0.5)) {
                    victim.setTrap(this::powerFailure);
                }
            }
            case 5 -> partition();
            case 6 -> oneWay();
            case 7 -> isolate(victim);
            case 8 -> cutFromBalancers(victim);
            case 9 -> {
                world.fault(Fault.NO_QUORUM, "");
                cluster.balancers().loseQuorum(world.between(10_000, 2_000_000));
            }
            case 10 -> pause(victim);
            case 11, 12 -> suspect(victim);
            case 13 -> slowDisk(victim);
            case 14 -> fullDisk(victim);
            case 15 -> stepClock(victim);
            case 16 -> slowLink(victim);
            case 17 -> clientCrash();
            case 18 -> failover();
            default -> network.heal();
        }
        world.in(world.between(LEAST_PAUSE, MOST_PAUSE), this::strike);
    }

    private void crash(Server server, Fault kind, boolean losesDisk) {
        if (!server.isUp() || !world.isChaos()) {
            return;
        }
        world.fault(kind, server);
        server.crash(losesDisk);
        restart(server, 1_500_000);
    }

    private void restart(Server server, long most) {
        world.in(world.between(10_000, most), () -> {
            if (!server.isUp() && !server.isGone()) {
                server.boot();
            }
        });
    }

    private void powerFailure() {
        if (world.isChaos()) {
            world.fault(Fault.POWER_FAILURE, "");
            cluster.servers().stream().filter(Server::isUp).forEach(server -> {
                server.crash(false);
                restart(server, 900_000);
            });
        }
    }

    private void loseDisk(Server victim) {
        if (victim.isUp() && cluster.survives(victim, MOST_BLANK)) {
            boolean forGood = world.probably(0.2) && cluster.servers().stream().filter(server -> !server.isGone())
                    .count() > 3;
            if (forGood) {
                victim.leave();
            }
            crash(victim, forGood ? Fault.SERVER_GONE : Fault.DISK_LOST, true);
        }
    }

    private List<Integer> ends() {
        return IntStream.rangeClosed(Network.BALANCERS, cluster.servers().size()).boxed().toList();
    }

    private void partition() {
        world.fault(Fault.PARTITION, "");
        var left = ends().stream().filter(_ -> world.random.nextBoolean()).toList();
        ends().stream().filter(end -> !left.contains(end)).forEach(right -> left.forEach(end -> {
            network.cut(end, right);
            network.cut(right, end);
        }));
    }

    private void oneWay() {
        world.fault(Fault.ONE_WAY, "");
        var deaf = ends().stream().filter(_ -> world.random.nextBoolean()).toList();
        deaf.forEach(to -> ends().stream().filter(_ -> world.random.nextBoolean()).forEach(from -> network.cut(from,
                to)));
    }

    private void isolate(Server victim) {
        world.fault(Fault.ISOLATED, victim);
        ends().forEach(end -> {
            network.cut(victim.number(), end);
            network.cut(end, victim.number());
        });
        if (world.random.nextBoolean()) {
            cluster.clients().forEach(client -> {
                network.cut(victim.number(), client.end());
                network.cut(client.end(), victim.number());
            });
        }
    }

    private void cutFromBalancers(Server victim) {
        world.fault(Fault.CUT_FROM_BALANCERS, victim);
        network.cut(victim.number(), Network.BALANCERS);
        if (world.random.nextBoolean()) {
            network.cut(Network.BALANCERS, victim.number());
        }
    }

    private void pause(Server victim) {
        world.fault(Fault.PAUSE, victim);
        victim.pause(world.between(10_000, world.probably(0.3) ? 2_500_000 : 400_000));
    }

    private void suspect(Server victim) {
        var members = cluster.balancers().views().getLast().members();
        victim.origin().ifPresent(origin -> members.stream().filter(member -> Balancers.origin(member.origin())
                .equals(origin)).findFirst().ifPresent(member -> {
                    world.fault(Fault.FALSE_SUSPICION, victim);
                    cluster.balancers().expel(member.origin());
                }));
    }

    private void slowDisk(Server victim) {
        world.fault(Fault.SLOW_DISK, victim);
        victim.disk().slow(true);
        world.in(world.between(100_000, 2_000_000), () -> victim.disk().slow(false));
    }

    private void fullDisk(Server victim) {
        if (victim.isUp() && !victim.disk().isFull()) {
            world.fault(Fault.FULL_DISK, victim);
            victim.diskFull(true);
            world.in(world.between(50_000, 1_500_000), () -> victim.diskFull(false));
        }
    }

    private void stepClock(Server victim) {
        world.fault(Fault.CLOCK_STEP, victim);
        victim.stepWall(world.between(-3_600_000, 3_600_000));
    }

    private void slowLink(Server victim) {
        world.fault(Fault.SLOW_LINK, victim);
        network.slow(victim.number(), world.oneOf(ends()), world.between(20_000, 300_000));
    }

    private void clientCrash() {
        var client = world.oneOf(cluster.clients());
        world.fault(Fault.CLIENT_CRASH, client);
        client.crash();
    }

    private void failover() {
        var client = world.oneOf(cluster.clients());
        world.fault(Fault.FAILOVER, client);
        client.attach();
    }
}
