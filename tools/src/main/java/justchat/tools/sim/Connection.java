// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

/// One connection of a client to one life of a server. What passes arrives in
/// order; once something is lost nothing more passes in that direction.
final class Connection {
    private static final long SILENT = 5 * World.SECOND;

    private final World world;
    private final Network network;
    private final Client client;
    private final Server server;
    private final int life;
    private boolean open = true;
    private boolean upLost;
    private boolean downLost;
    private long upAt;
    private long downAt;
    private long heardAt;

    Connection(Cluster cluster, Client client, Server server) {
        this.world = cluster.world();
        this.network = cluster.network();
        this.client = client;
        this.server = server;
        this.life = server.life();
        this.heardAt = world.now();
    }

    Client client() {
        return client;
    }

    Server server() {
        return server;
    }

    boolean isOpen() {
        return open;
    }

    /// Whether the client has said nothing for too long.
    boolean isSilent() {
        return world.now() - heardAt > SILENT;
    }

    /// From the client to the server.
    void up(Runnable what) {
        if (!open || upLost) {
            return;
        }
        upAt = Math.max(upAt, world.now() + network.delay(client.end(), server.number()));
        world.in(upAt - world.now(), () -> {
            upLost |= !network.reaches(client.end(), server.number());
            if (!upLost) {
                server.run(life, () -> {
                    if (open) {
                        heardAt = world.now();
                        what.run();
                    }
                });
            }
        });
    }

    /// From the server to the client.
    void down(Runnable what) {
        if (!open || downLost) {
            return;
        }
        downAt = Math.max(downAt, world.now() + network.delay(server.number(), client.end()));
        world.in(downAt - world.now(), () -> {
            downLost |= !network.reaches(server.number(), client.end());
            if (open && !downLost) {
                what.run();
            }
        });
    }

    void close() {
        if (open) {
            open = false;
            server.forget(this);
        }
    }

    /// The server's process ended: the client is told, if anything gets through.
    void serverEnded() {
        world.in(world.between(500, 30_000), () -> {
            if (open && network.reaches(server.number(), client.end())) {
                client.broken(this);
            }
        });
    }
}
