// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

import java.util.Objects;

import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TTransport;

/// What all transports over one frame in memory have in common: they are open from the start, own nothing that must be
/// released, and need not be told how long the message is. One thread at a time.
public abstract class FrameTransport extends TTransport {
    private final TConfiguration configuration;

    protected FrameTransport(TConfiguration configuration) {
        this.configuration = Objects.requireNonNull(configuration, "configuration");
    }

    @Override
    public final TConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public final boolean isOpen() {
        return true;
    }

    @Override
    public final void open() {
        // Always open.
    }

    @Override
    public final void close() {
        // Nothing to release; a connection is its owner's to close.
    }

    @Override
    public final void updateKnownMessageSize(long size) {
        // The frame's length is known.
    }

    @Override
    public final void resetMessageSizeAndConsumedBytes(long size) {
        // The frame's length is known.
    }
}
