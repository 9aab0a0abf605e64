// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.lane;

import org.apache.thrift.TBase;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;

/// The other end of a lane does not give, or take, a chunk: in its service's own
/// words.
public final class ChunkRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final byte[] encoded;

    ChunkRefused(byte[] encoded) {
        super("the chunk is refused");
        this.encoded = encoded.clone();
    }

    /// What the service threw.
    ///
    /// @param into
    ///            an empty exception of that kind
    /// @throws TException
    ///             if it was none
    public <T extends TBase<?, ?>> T as(T into) throws TException {
        new TDeserializer(new TCompactProtocol.Factory()).deserialize(into, encoded);
        return into;
    }
}
