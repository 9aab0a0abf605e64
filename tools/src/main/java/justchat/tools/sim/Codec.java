// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.apache.thrift.TBase;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.transport.TTransportException;

import justchat.loadbalancer.codec.Wire;
import justchat.loadbalancer.model.ClusterView;
import justchat.messageserver.codec.FromClient;
import justchat.messageserver.codec.FromServer;
import justchat.messageserver.codec.ToWire;
import justchat.messageserver.history.EntryFormat;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.View;

/// Whatever leaves a simulated process really becomes bytes, by the codecs of
/// the real ones, and what arrives is read from them. Not thread-safe.
final class Codec {
    private final TSerializer serializer;
    private final TDeserializer deserializer;
    private final ByteBuffer record = ByteBuffer.allocate(EntryFormat.MAX_BYTES);

    Codec() {
        try {
            var compact = new TCompactProtocol.Factory();
            serializer = new TSerializer(compact);
            deserializer = new TDeserializer(compact);
        } catch (TTransportException e) {
            throw new IllegalStateException("memory is always there", e);
        }
    }

    byte[] exchange(Exchange exchange) {
        return bytes(ToWire.exchange(exchange));
    }

    Exchange exchange(byte[] bytes) {
        try {
            return FromServer.exchange(read(bytes, new justchat.wire.Exchange()));
        } catch (TException e) {
            throw new Violation("an exchange that a server sent cannot be read: " + e.getMessage());
        }
    }

    /// A view, as it arrives at a server.
    View view(ClusterView view) {
        try {
            return FromServer.view(read(bytes(Wire.view(view)), new justchat.wire.View())).view();
        } catch (TException e) {
            throw new Violation("a view cannot be read: " + e.getMessage());
        }
    }

    /// A post, as it arrives at a server.
    Post post(String room, Post post) {
        var wire = new justchat.wire.Post(room, ToWire.messageId(post.id()), ToWire.vector(post.seen()),
                justchat.wire.Payload.text(((Payload.Text) post.payload()).text())).setClock(
                        ToWire.clock(post
                                .clock()));
        try {
            return FromClient.post(read(bytes(wire), new justchat.wire.Post()), post.author());
        } catch (TException e) {
            throw new Violation("a post cannot be read: " + e.getMessage());
        }
    }

    /// An entry as it stands on disk.
    byte[] record(Entry entry) {
        record.clear();
        EntryFormat.write(entry, record);
        var bytes = new byte[record.flip().remaining()];
        record.get(bytes);
        return bytes;
    }

    /// Empty for the torn end of a write.
    Optional<Entry> entry(byte[] record) {
        return EntryFormat.read(ByteBuffer.wrap(record));
    }

    private byte[] bytes(TBase<?, ?> wire) {
        try {
            return serializer.serialize(wire);
        } catch (TException e) {
            throw new Violation("cannot be sent: " + e.getMessage());
        }
    }

    private <T extends TBase<?, ?>> T read(byte[] bytes, T into) throws TException {
        deserializer.deserialize(into, bytes);
        return into;
    }
}
