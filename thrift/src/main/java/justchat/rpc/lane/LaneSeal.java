// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.lane;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/// Seals what goes out on a lane, and opens what comes in: whatever is written at
/// once becomes one record, and is read at once at the other end,
///
/// ```
/// record = length of what follows, 4 bytes | AES-256-GCM(key, nonce, what was written)
/// nonce  = 0 from the caller, 1 from the called, 4 bytes | number of the record in its direction, 8 bytes
/// ```
///
/// so none can be changed, left out, repeated, reordered or sent back. Before its
/// first record a caller sends [#HELLO] and the ticket, in clear; the called then
/// sends an empty record: it has the key, too. A record that does not open ends
/// the lane.
///
/// In place of TLS for bulk: a record may hold a whole chunk, where TLS ends at 16 KiB.
/// Runs on the connection's event loop.
public final class LaneSeal extends ChannelDuplexHandler {
    /// With this byte no TLS connection begins, and no frame.
    public static final byte HELLO = 'L';
    public static final int HELLO_BYTES = 1 + LaneKey.TICKET_BYTES;

    private static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    /// With records of 256 KiB these are 2^36 blocks under one key.
    private static final long MAX_RECORDS = 1L << 22;

    /// What the handlers behind this one are told, once.
    public enum Event {
        /// Both ends have the key.
        OPEN
    }

    public enum End {
        CALLER(0), CALLED(1);

        private final int number;

        End(int number) {
            this.number = number;
        }

        private End other() {
            return this == CALLER ? CALLED : CALLER;
        }
    }

    private final LaneKey lane;
    private final End end;
    private final int maxRecordBytes;
    private final Direction out;
    private final Direction in;
    private final byte[] prefix = new byte[Integer.BYTES];
    private int prefixed;
    /// The record that is arriving, and how long it will be; used again for the next.
    private byte[] record = new byte[0];
    private int filled;
    private int length;
    /// The record that is being sealed; used again for the next.
    private byte[] sealed = new byte[0];
    private boolean open;

    /// @param maxRecordBytes
    ///            the most that is written, or taken, at once
    public LaneSeal(LaneKey lane, End end, int maxRecordBytes) {
        this.lane = lane;
        this.end = end;
        this.maxRecordBytes = maxRecordBytes;
        this.out = new Direction(lane, Cipher.ENCRYPT_MODE, end);
        this.in = new Direction(lane, Cipher.DECRYPT_MODE, end.other());
    }

    /// One cipher, with the number of its next record.
    private static final class Direction {
        private final Cipher cipher;
        private final SecretKeySpec key;
        private final int mode;
        private final int from;
        private long number;

        Direction(LaneKey lane, int mode, End from) {
            this.key = new SecretKeySpec(lane.key(), "AES");
            this.mode = mode;
            this.from = from.number;
            try {
                this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /// @return how many bytes were written to the beginning of `to`
        int run(byte[] from, int offset, int length, byte[] to, int at) throws GeneralSecurityException, IOException {
            if (number >= MAX_RECORDS) {
                throw new IOException("this lane is used up");
            }
            var nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(this.from).putLong(number++).array();
            cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            return cipher.doFinal(from, offset, length, to, at);
        }
    }

    /// To be called once, when the channel is active and all its handlers are there.
    public void begin(ChannelHandlerContext context) {
        if (end == End.CALLER) {
            context.writeAndFlush(Unpooled.wrappedBuffer(new byte[]{HELLO}, lane.ticket()), context.voidPromise());
        } else {
            write(context, Unpooled.EMPTY_BUFFER, context.voidPromise());
            context.flush();
            opened(context);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        begin(context);
        super.channelActive(context);
    }

    private void opened(ChannelHandlerContext context) {
        if (!open) {
            open = true;
            context.fireUserEventTriggered(Event.OPEN);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        var plain = (ByteBuf) message;
        try {
            var bytes = plain.hasArray() ? plain.array() : ByteBufUtil.getBytes(plain);
            var offset = plain.hasArray() ? plain.arrayOffset() + plain.readerIndex() : 0;
            sealed = atLeast(sealed, plain.readableBytes() + TAG_BYTES);
            var count = out.run(bytes, offset, plain.readableBytes(), sealed, 0);
            var wire = context.alloc().directBuffer(Integer.BYTES + count);
            wire.writeInt(count).writeBytes(sealed, 0, count);
            context.write(wire, promise);
        } catch (GeneralSecurityException | IOException e) {
            context.fireExceptionCaught(new IOException("cannot seal", e));
        } finally {
            plain.release();
        }
    }

    private static byte[] atLeast(byte[] array, int bytes) {
        return array.length >= bytes ? array : new byte[bytes];
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable()) {
                take(context, bytes);
            }
        } catch (GeneralSecurityException | IOException e) {
            context.fireExceptionCaught(new IOException("not what was sent on this lane", e));
        } finally {
            bytes.release();
        }
    }

    private void take(ChannelHandlerContext context, ByteBuf bytes) throws GeneralSecurityException, IOException {
        if (prefixed < prefix.length) {
            prefix[prefixed++] = bytes.readByte();
            if (prefixed == prefix.length) {
                length = ByteBuffer.wrap(prefix).getInt();
                if (length < TAG_BYTES || length > maxRecordBytes + TAG_BYTES) {
                    throw new IOException("a record of " + length + " bytes");
                }
                record = atLeast(record, length);
                filled = 0;
            }
            return;
        }
        var count = Math.min(length - filled, bytes.readableBytes());
        bytes.readBytes(record, filled, count);
        filled += count;
        if (filled == length) {
            prefixed = 0;
            unseal(context);
        }
    }

    private void unseal(ChannelHandlerContext context) throws GeneralSecurityException, IOException {
        var plain = context.alloc().heapBuffer(length - TAG_BYTES);
        try {
            plain.writerIndex(in.run(record, 0, length, plain.array(), plain.arrayOffset()));
            opened(context);
            if (plain.isReadable()) {
                context.fireChannelRead(plain.retain());
            }
        } finally {
            plain.release();
        }
    }
}
