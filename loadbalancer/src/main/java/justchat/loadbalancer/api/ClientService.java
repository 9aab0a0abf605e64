// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import justchat.wire.AccountPage;
import justchat.wire.AccountsRequest;
import justchat.wire.Assignment;
import justchat.wire.ChangeIdentity;
import justchat.wire.ChangePassword;
import justchat.wire.Cluster;
import justchat.wire.CreateRoom;
import justchat.wire.DeleteAccount;
import justchat.wire.EndSession;
import justchat.wire.LoadBalancer;
import justchat.wire.Location;
import justchat.wire.LogIn;
import justchat.wire.OwnSession;
import justchat.wire.PublicFile;
import justchat.wire.Refused;
import justchat.wire.Renewal;
import justchat.wire.RoomInfo;
import justchat.wire.SignUp;
import justchat.wire.Welcome;

/// What clients call, by topic. One per connection, without state of its own; every call may run at the same time as
/// others.
final class ClientService implements LoadBalancer.Iface {
    private final Visitor visitor;
    private final LogIns logIns;
    private final AccountBooth booth;
    private final OwnSessions sessions;
    private final Places places;

    ClientService(Visitor visitor) {
        this.visitor = visitor;
        this.sessions = new OwnSessions(visitor);
        this.logIns = new LogIns(visitor, sessions);
        this.booth = new AccountBooth(visitor);
        this.places = new Places(visitor);
    }

    @Override
    public Cluster cluster() {
        return logIns.cluster();
    }

    @Override
    public Welcome signUp(SignUp request) throws Refused {
        return logIns.signUp(request);
    }

    @Override
    public Welcome logIn(LogIn request) throws Refused {
        return logIns.logIn(request);
    }

    @Override
    public Renewal renew(ByteBuffer ticket) throws Refused {
        return visitor.counted(() -> visitor.desk().tickets().renew(ticket));
    }

    @Override
    public AccountPage accounts(AccountsRequest request) throws Refused {
        return booth.accounts(request);
    }

    @Override
    public Renewal changePassword(ChangePassword request) throws Refused {
        return booth.changePassword(request);
    }

    @Override
    public Renewal changeIdentity(ChangeIdentity request) throws Refused {
        return booth.changeIdentity(request);
    }

    @Override
    public void deleteAccount(DeleteAccount request) throws Refused {
        booth.deleteAccount(request);
    }

    @Override
    public List<OwnSession> sessions(ByteBuffer ticket) throws Refused {
        return sessions.sessions(ticket);
    }

    @Override
    public void endSession(EndSession request) throws Refused {
        sessions.end(request);
    }

    @Override
    public Assignment assign(ByteBuffer ticket, List<Integer> avoid, Map<String, Long> clock) throws Refused {
        return places.assign(ticket, avoid, clock);
    }

    @Override
    public Location locate(ByteBuffer ticket, String user, Map<String, Long> clock) throws Refused {
        return places.locate(ticket, user, clock);
    }

    @Override
    public List<PublicFile> files(ByteBuffer ticket, Map<String, Long> clock) throws Refused {
        return places.files(ticket, clock);
    }

    @Override
    public List<String> online(ByteBuffer ticket) throws Refused {
        return places.online(ticket);
    }

    @Override
    public RoomInfo createRoom(CreateRoom request) throws Refused {
        return visitor.desk().builder().create(visitor.holder(request.bufferForTicket()).name(), request);
    }
}
