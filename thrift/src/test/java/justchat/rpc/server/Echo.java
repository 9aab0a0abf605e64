// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.server;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import org.apache.thrift.TException;

import justchat.wire.Attach;
import justchat.wire.Attached;
import justchat.wire.HistoryRequest;
import justchat.wire.Lane;
import justchat.wire.Manifest;
import justchat.wire.MessageServer;
import justchat.wire.Open;
import justchat.wire.Opened;
import justchat.wire.Origin;
import justchat.wire.Page;
import justchat.wire.Position;
import justchat.wire.Post;
import justchat.wire.Reason;
import justchat.wire.Receipt;
import justchat.wire.Refused;
import justchat.wire.RoomMember;
import justchat.wire.RoomSummary;
import justchat.wire.SearchRequest;
import justchat.wire.UploadState;

/// A message server that gives back what it is given. Tests override what they
/// need otherwise.
class Echo implements MessageServer.Iface {
    static final Origin ORIGIN = new Origin(1, 2);

    @Override
    public Attached attach(Attach request) throws TException {
        throw new Refused(Reason.NOT_AUTHENTICATED, "not here");
    }

    /// A message with sequence 0 is refused.
    @Override
    public Receipt post(Post post) throws TException {
        if (post.getId().getSequence() == 0) {
            throw new Refused(Reason.INVALID, post.getRoom());
        }
        return new Receipt(post.getId(), 2, 3, new Position(ORIGIN, post.getId().getSequence()));
    }

    @Override
    public Opened open(Open request) throws TException {
        throw new Refused(Reason.NOT_FOUND, "no rooms");
    }

    @Override
    public void close(String room) {
        // None is open.
    }

    @Override
    public List<RoomSummary> rooms() {
        return List.of();
    }

    @Override
    public Map<String, String> away(List<String> users) {
        return Map.of();
    }

    @Override
    public List<RoomMember> members(String room) {
        return List.of();
    }

    @Override
    public Page history(HistoryRequest request) {
        return new Page(List.of(), 0);
    }

    @Override
    public Page search(SearchRequest request) {
        return new Page(List.of(), 0);
    }

    @Override
    public Page unread(String room, List<Position> read, int limit) {
        return new Page(List.of(), 0);
    }

    @Override
    public long ping(long nonce) throws TException {
        return nonce;
    }

    @Override
    public void detach(Map<String, Long> clock) {
        // Nobody is attached.
    }

    @Override
    public Lane fileLane() throws TException {
        throw new Refused(Reason.BUSY, "no lanes");
    }

    @Override
    public UploadState beginUpload(Manifest manifest, Map<String, Long> clock) {
        return new UploadState(List.of());
    }

    @Override
    public void putChunk(ByteBuffer file, int index, ByteBuffer bytes) {
        // Forgotten.
    }

    @Override
    public void finishUpload(ByteBuffer file, Map<String, Long> clock) {
        // Forgotten.
    }

    @Override
    public Manifest manifest(ByteBuffer file, Map<String, Long> clock) throws TException {
        throw new Refused(Reason.NOT_FOUND, "no files");
    }

    /// As many bytes as the index says.
    @Override
    public ByteBuffer getChunk(ByteBuffer file, int index) throws TException {
        return ByteBuffer.allocate(index);
    }

    @Override
    public void drop(ByteBuffer file, Map<String, Long> clock) {}
}
