// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.codec.Refusals;
import justchat.messageserver.file.Begun;
import justchat.messageserver.file.FileStore;
import justchat.messageserver.file.Put;
import justchat.messageserver.file.Seal;
import justchat.messageserver.file.Upload;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;
import justchat.wire.Refused;

/// The uploads of one connection, a few at a time; they end with it. What the
/// store says becomes a refusal here. Thread-safe: a connection's requests run
/// beside each other.
final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final int RETRY_MILLIS = 200;

    private final FileStore files;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`.
    private final Map<ContentHash, Upload> open = new HashMap<>();
    /// Guarded by `lock`.
    private boolean closed;

    Uploads(FileStore files, int limit) {
        this.files = Objects.requireNonNull(files, "files");
        this.limit = limit;
    }

    /// Begins an upload, or goes on with it: a second manifest for the same file
    /// replaces the first.
    ///
    /// @return the chunks that are here already
    List<Integer> begin(Manifest manifest) throws Refused {
        lock.lock();
        try {
            if (closed) {
                throw Refusals.notAuthenticated("the connection is closed");
            }
            var former = open.get(manifest.hash());
            if (former != null && former.manifest().equals(manifest)) {
                return former.present();
            }
            if (former == null && open.size() >= limit) {
                throw Refusals.busy("finish one of your " + limit + " uploads first", RETRY_MILLIS);
            }
            return switch (files.begin(manifest)) {
                case Begun.Open(Upload upload) -> {
                    open.put(manifest.hash(), upload);
                    if (former != null) {
                        former.close();
                    }
                    yield upload.present();
                }
                case Begun.TooLarge(String message) -> throw Refusals.tooLarge(message);
                case Begun.Busy() -> throw Refusals.busy("too many uploads at the moment", RETRY_MILLIS);
            };
        } catch (IOException e) {
            throw diskFailed(manifest.hash(), e);
        } finally {
            lock.unlock();
        }
    }

    void put(ContentHash file, int index, ByteBuffer bytes) throws Refused {
        var upload = require(file);
        try {
            switch (upload.put(index, bytes)) {
                case Put.Stored() -> {
                }
                case Put.Wrong(String message) -> throw Refusals.invalid(message);
                case Put.Busy() -> throw Refusals.busy("the disk is busy", RETRY_MILLIS);
            }
        } catch (ClosedChannelException _) {
            throw ended();
        } catch (IOException e) {
            throw diskFailed(file, e);
        }
    }

    /// Makes the file whole; the upload ends with that.
    ///
    /// @return what is whole now
    Manifest seal(ContentHash file) throws Refused {
        var whole = files.manifest(file);
        if (whole.isPresent()) {
            end(file);
            return whole.get();
        }
        var upload = require(file);
        try {
            return switch (upload.seal()) {
                case Seal.Whole() -> {
                    end(file);
                    yield upload.manifest();
                }
                case Seal.Missing(List<Integer> chunks) -> throw Refusals.invalid(chunks.size()
                        + " chunks are missing, the first one is " + chunks.getFirst());
                case Seal.Damaged(List<Integer> chunks) -> throw Refusals.unavailable(chunks.size()
                        + " chunks were damaged while this server was down; send them again", RETRY_MILLIS);
                case Seal.Busy() -> throw Refusals.busy("the disk is busy", RETRY_MILLIS);
            };
        } catch (ClosedChannelException _) {
            throw ended();
        } catch (IOException e) {
            throw diskFailed(file, e);
        }
    }

    /// The connection is closed.
    void close() {
        lock.lock();
        try {
            closed = true;
            open.values().forEach(Upload::close);
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    static Refused diskFailed(ContentHash file, IOException failure) {
        LOG.error("file {}: this server's disk fails", file, failure);
        return Refusals.unavailable("this server cannot store or read files at the moment (its disk fails, or is full)",
                5 * RETRY_MILLIS);
    }

    private Upload require(ContentHash file) throws Refused {
        lock.lock();
        try {
            var upload = open.get(file);
            if (upload == null) {
                throw ended();
            }
            return upload;
        } finally {
            lock.unlock();
        }
    }

    private static Refused ended() {
        return Refusals.notFound("no upload of this file is open: begin it, what is here is kept");
    }

    private void end(ContentHash file) {
        lock.lock();
        try {
            var upload = open.remove(file);
            if (upload != null) {
                upload.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
