// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.util.Objects;

import justchat.messageserver.codec.ToWire;
import justchat.messageserver.model.Delivery;
import justchat.messageserver.model.Member;
import justchat.messageserver.session.Channel;
import justchat.rpc.Endpoint;
import justchat.rpc.Oneway;
import justchat.wire.Move;
import justchat.wire.Reader;

/// A session's channel over its connection.
final class EndpointChannel implements Channel {
    private final Endpoint endpoint;
    private final Broadcast broadcast;

    EndpointChannel(Endpoint endpoint, Broadcast broadcast) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.broadcast = Objects.requireNonNull(broadcast, "broadcast");
    }

    @Override
    public boolean deliver(Delivery delivery) {
        return endpoint.send(broadcast.of(delivery));
    }

    @Override
    public void people(int online) {
        endpoint.send(new Oneway("people", new Reader.people_args(online)));
    }

    @Override
    public boolean move(Member target, int withinMillis) {
        return endpoint.send(new Oneway("move", new Reader.move_args(new Move(ToWire.member(target), withinMillis))));
    }

    @Override
    public void end(String sentence) {
        endpoint.send(new Oneway("ended", new Reader.ended_args(sentence)));
        endpoint.close();
    }

    @Override
    public long waitingBytes() {
        return endpoint.outboundBytes();
    }

    @Override
    public void onRoom(Runnable action) {
        endpoint.onWritable(action);
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
