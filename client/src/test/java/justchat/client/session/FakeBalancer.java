// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.thrift.TBaseHelper;

import justchat.rpc.server.RpcServer;
import justchat.wire.AccountPage;
import justchat.wire.AccountSummary;
import justchat.wire.AccountsRequest;
import justchat.wire.Address;
import justchat.wire.Assignment;
import justchat.wire.Balancer;
import justchat.wire.ChangeIdentity;
import justchat.wire.ChangePassword;
import justchat.wire.Cluster;
import justchat.wire.CreateRoom;
import justchat.wire.DeleteAccount;
import justchat.wire.EndSession;
import justchat.wire.LoadBalancer;
import justchat.wire.Location;
import justchat.wire.LogIn;
import justchat.wire.MessageId;
import justchat.wire.OwnSession;
import justchat.wire.PublicFile;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Renewal;
import justchat.wire.RoomInfo;
import justchat.wire.SignUp;
import justchat.wire.Welcome;

/// A balancer on real loopback RPC over the shared book of [FakeCluster]; can be
/// killed, or made to hang.
public final class FakeBalancer implements LoadBalancer.Iface, AutoCloseable {
    private final String name;
    private final FakeCluster cluster;
    private final RpcServer rpc;
    private final CountDownLatch end = new CountDownLatch(1);
    public volatile boolean hangs;
    volatile boolean noMajority;
    /// So many rooms are created without its creator hearing of it.
    final AtomicInteger losesAnswers = new AtomicInteger();

    FakeBalancer(String name, FakeCluster cluster) throws IOException {
        this(name, cluster, new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.next()));
    }

    FakeBalancer(String name, FakeCluster cluster, InetSocketAddress address) throws IOException {
        this.name = name;
        this.cluster = cluster;
        this.rpc = RpcServer.start(address, RpcServer.Options.of(cluster.tls),
                _ -> List.of(new LoadBalancer.Processor<>(this)));
    }

    String name() {
        return name;
    }

    public InetSocketAddress address() {
        return rpc.address();
    }

    Balancer wire() {
        var address = new Address("127.0.0.1", rpc.address().getPort());
        return new Balancer(name, address, address, ByteBuffer.wrap(new byte[32]));
    }

    public void kill() {
        end.countDown();
        rpc.close();
    }

    @Override
    public void close() {
        kill();
    }

    private void hang() {
        if (hangs) {
            try {
                end.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Cluster cluster() {
        hang();
        return new Cluster(1, "test", 19 * 1024, 2, 1, cluster.balancers());
    }

    @Override
    public Welcome signUp(SignUp request) throws Refused {
        hang();
        if (noMajority) {
            throw new Refused(Reason.UNAVAILABLE, "no majority of balancers (1 of 3)");
        }
        var before = cluster.accounts.putIfAbsent(request.getName(), request);
        if (before != null && !MessageDigest.isEqual(before.getCommand(), request.getCommand())) {
            throw new Refused(Reason.NAME_TAKEN, "that name is taken");
        }
        return welcome(request.getName());
    }

    @Override
    public Welcome logIn(LogIn request) throws Refused {
        hang();
        var account = cluster.accounts.get(request.getName());
        if (account == null || !MessageDigest.isEqual(account.getAuthKey(), request.getAuthKey())) {
            throw new Refused(Reason.WRONG_CREDENTIALS, "wrong name or password");
        }
        return welcome(request.getName());
    }

    private Welcome welcome(String user) {
        var account = cluster.accounts.get(user);
        var welcome = new Welcome(user, ByteBuffer.wrap(cluster.ticket(user)), expiry(),
                ByteBuffer.wrap(account.getIdentityKey()), ByteBuffer.wrap(account.getSealedIdentity()),
                cluster.balancers());
        cluster.assignment(List.of()).ifPresent(welcome::setAssignment);
        return welcome;
    }

    private long expiry() {
        return System.currentTimeMillis() + cluster.ticketMillis;
    }

    private void check(ByteBuffer ticket) throws Refused {
        hang();
        if (!cluster.validTicket(new String(TBaseHelper.byteBufferToByteArray(ticket), StandardCharsets.UTF_8))) {
            throw new Refused(Reason.NOT_AUTHENTICATED, "this ticket has expired");
        }
        if (!cluster.ended.isEmpty()) {
            throw new Refused(Reason.ENDED, cluster.ended);
        }
    }

    /// A command is executed once, however often it is told.
    private void decide(byte[] command, Runnable action) throws Refused {
        if (noMajority) {
            throw new Refused(Reason.UNAVAILABLE, "no majority of balancers (1 of 3)");
        }
        if (cluster.decided.add(ByteBuffer.wrap(command))) {
            action.run();
        }
        if (losesAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new Refused(Reason.UNAVAILABLE, "the leader changed meanwhile");
        }
    }

    @Override
    public Assignment assign(ByteBuffer ticket, List<Integer> avoid, Map<String, Long> clock) throws Refused {
        check(ticket);
        return cluster.assignment(avoid)
                .orElseThrow(() -> new Refused(Reason.UNAVAILABLE, "no message server lives"));
    }

    @Override
    public Location locate(ByteBuffer ticket, String user, Map<String, Long> clock) throws Refused {
        check(ticket);
        var account = cluster.accounts.get(user.toLowerCase(Locale.ROOT));
        if (account == null) {
            throw new Refused(Reason.NOT_FOUND, "no such user");
        }
        return new Location(account.getName(), ByteBuffer.wrap(account.getIdentityKey()),
                cluster.sessions(account.getName()));
    }

    @Override
    public List<PublicFile> files(ByteBuffer ticket, Map<String, Long> clock) throws Refused {
        check(ticket);
        return cluster.manifests.values().stream().filter(manifest -> !manifest.isSetRoom())
                .map(manifest -> new PublicFile(manifest.getFile(), "elon", 1).setRoom(
                        "lobby").setMessage(new MessageId(ByteBuffer.wrap(new byte[16]), 1)))
                .toList();
    }

    @Override
    public RoomInfo createRoom(CreateRoom request) throws Refused {
        check(ByteBuffer.wrap(request.getTicket()));
        if (noMajority) {
            throw new Refused(Reason.UNAVAILABLE, "no majority of balancers (1 of 3)");
        }
        var ticket = new String(request.getTicket(), StandardCharsets.UTF_8);
        var created = cluster.createRoom(ticket.substring(0, ticket.indexOf('#')), request);
        if (losesAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new Refused(Reason.UNAVAILABLE, "the leader changed meanwhile");
        }
        return created;
    }

    @Override
    public AccountPage accounts(AccountsRequest request) throws Refused {
        check(ByteBuffer.wrap(request.getTicket()));
        var all = cluster.accounts.keySet().stream().sorted().filter(user -> user.contains(request.getPattern()))
                .filter(user -> !request.isSetAfter() || user.compareTo(request.getAfter()) > 0)
                .map(user -> new AccountSummary(user, 1_000, true)).toList();
        var some = all.stream().limit(request.getLimit()).toList();
        return new AccountPage(some, some.size() < all.size());
    }

    @Override
    public Renewal renew(ByteBuffer ticket) throws Refused {
        check(ticket);
        cluster.renewals.incrementAndGet();
        return new Renewal(ByteBuffer.wrap(cluster.ticket(cluster.user(ticket))), expiry());
    }

    @Override
    public List<OwnSession> sessions(ByteBuffer ticket) throws Refused {
        check(ticket);
        return cluster.sessions(cluster.user(ticket)).stream()
                .map(session -> new OwnSession(session.bufferForInstance(),
                        ByteBuffer.wrap(new byte[16]), "ms-" + session.getServer(), "127.0.0.1", "a test", 1_000))
                .toList();
    }

    @Override
    public void endSession(EndSession request) throws Refused {
        check(ByteBuffer.wrap(request.getTicket()));
        decide(request.getCommand(), () -> cluster.endings.incrementAndGet());
    }

    @Override
    public Renewal changePassword(ChangePassword request) throws Refused {
        var ticket = ByteBuffer.wrap(request.getTicket());
        check(ticket);
        var account = cluster.accounts.get(cluster.user(ticket));
        var before = cluster.sealed.putIfAbsent(ByteBuffer.wrap(request.getCommand()), request
                .bufferForNewSealedIdentity());
        if (before != null && !before.equals(request.bufferForNewSealedIdentity())) {
            throw new Refused(Reason.INVALID, "this command id was used for something else");
        }
        if (!cluster.decided.contains(ByteBuffer.wrap(request.getCommand()))
                && !MessageDigest.isEqual(account.getAuthKey(), request.getOldAuthKey())) {
            throw new Refused(Reason.WRONG_CREDENTIALS, "that is not the password");
        }
        decide(request.getCommand(), () -> {
            cluster.changes.incrementAndGet();
            account.setAuthKey(request.getNewAuthKey());
            account.setSealedIdentity(request.getNewSealedIdentity());
            cluster.ticketGeneration++;
        });
        return new Renewal(ByteBuffer.wrap(cluster.ticket(account.getName())), expiry());
    }

    @Override
    public Renewal changeIdentity(ChangeIdentity request) throws Refused {
        var ticket = ByteBuffer.wrap(request.getTicket());
        check(ticket);
        var account = cluster.accounts.get(cluster.user(ticket));
        if (!MessageDigest.isEqual(account.getAuthKey(), request.getAuthKey())) {
            throw new Refused(Reason.WRONG_CREDENTIALS, "that is not the password");
        }
        decide(request.getCommand(), () -> cluster.accounts.computeIfPresent(account.getName(), (_, before) -> before
                .deepCopy().setIdentityKey(request.getIdentityKey()).setSealedIdentity(request.getSealedIdentity())));
        return new Renewal(ByteBuffer.wrap(cluster.ticket(account.getName())), expiry());
    }

    @Override
    public void deleteAccount(DeleteAccount request) throws Refused {
        var ticket = ByteBuffer.wrap(request.getTicket());
        check(ticket);
        var account = cluster.accounts.get(cluster.user(ticket));
        if (account == null) {
            // Told again, after it was done.
            decide(request.getCommand(), () -> {});
            return;
        }
        if (!MessageDigest.isEqual(account.getAuthKey(), request.getAuthKey())) {
            throw new Refused(Reason.WRONG_CREDENTIALS, "that is not the password");
        }
        decide(request.getCommand(), () -> cluster.accounts.remove(account.getName()));
    }

    @Override
    public List<String> online(ByteBuffer ticket) throws Refused {
        check(ticket);
        return cluster.accounts.keySet().stream().sorted().toList();
    }
}
