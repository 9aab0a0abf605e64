// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.client.core.Network;
import justchat.client.model.AccountQuestion;
import justchat.client.model.Code;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.Search;
import justchat.client.model.Seen;
import justchat.client.model.TransferId;
import justchat.client.session.ClusterNetwork;
import justchat.logs.clock.VectorClock;

/// What of a client's network is the cluster's alone.
abstract sealed class ClusterHalf implements Network permits DirectNetwork {
    abstract ClusterNetwork cluster();

    @Override
    public void expect(String name) {
        cluster().expect();
    }

    @Override
    public void logIn(Login login, VectorClock clock) {
        cluster().logIn(login, clock);
    }

    @Override
    public void attach(VectorClock clock) {
        cluster().attach(clock);
    }

    @Override
    public void follow() {
        cluster().follow();
    }

    @Override
    public void open(String room, Optional<Seen> seen, int recent, VectorClock clock) {
        cluster().open(room, seen, recent, clock);
    }

    @Override
    public void closeRoom(String room) {
        cluster().closeRoom(room);
    }

    @Override
    public void post(String room, MessageId id, Seen seen, Payload payload, VectorClock clock) {
        cluster().post(room, id, seen, payload, clock);
    }

    @Override
    public void createRoom(long request, String room, Order order, Optional<Code> code, VectorClock clock) {
        cluster().createRoom(request, room, order, code, clock);
    }

    @Override
    public void enterCode(long request, String room, Code code) {
        cluster().closedRooms().enter(request, room, code);
    }

    @Override
    public void makeCode(long request, String room, Code code) {
        cluster().closedRooms().make(request, room, code);
    }

    @Override
    public void account(long request, AccountQuestion question, VectorClock clock) {
        cluster().account(request, question, clock);
    }

    @Override
    public void rooms(long request) {
        cluster().rooms(request);
    }

    @Override
    public void away(long request, List<String> users) {
        cluster().away(request, users);
    }

    @Override
    public void members(long request, String room) {
        cluster().members(request, room);
    }

    @Override
    public void history(long request, String room, Optional<Place> before, int limit, OptionalLong sinceMillis) {
        cluster().history(request, room, before, limit, sinceMillis);
    }

    @Override
    public void search(long request, Search search) {
        cluster().search(request, search);
    }

    @Override
    public void unread(long request, String room, Seen read, int limit) {
        cluster().unread(request, room, read, limit);
    }

    @Override
    public void upload(TransferId transfer, Path file, String room, VectorClock clock) {
        cluster().upload(transfer, file, room, clock);
    }

    @Override
    public void files(long request, VectorClock clock) {
        cluster().files(request, clock);
    }

    @Override
    public void online(long request) {
        cluster().online(request);
    }
}
