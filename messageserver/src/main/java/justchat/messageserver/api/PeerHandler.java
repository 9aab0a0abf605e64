// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.messageserver.codec.FromClient;
import justchat.messageserver.codec.FromServer;
import justchat.messageserver.codec.Refusals;
import justchat.messageserver.codec.ToWire;
import justchat.messageserver.model.Origin;
import justchat.rpc.Endpoint;
import justchat.rpc.tls.Role;
import justchat.wire.Exchange;
import justchat.wire.Manifest;
import justchat.wire.Refused;
import justchat.wire.Replica;
import justchat.wire.ReplicaHello;
import justchat.wire.UploadState;
import justchat.wire.chatConstants;

/// One other server's requests, over one connection. Every one of them demands
/// that the caller's certificate is a message server's and that its name stands
/// in the newest view; for entries, that its incarnation does.
final class PeerHandler implements Replica.Iface {
    private static final int RETRY_MILLIS = 50;
    private static final int UPLOADS = 64;

    private final Services services;
    private final Optional<String> caller;
    private final Uploads uploads;

    PeerHandler(Services services, Endpoint endpoint) {
        this.services = Objects.requireNonNull(services, "services");
        this.caller = serverName(endpoint);
        this.uploads = new Uploads(services.files(), UPLOADS);
    }

    /// The caller's name, if it proved to be a message server of this cluster.
    static Optional<String> serverName(Endpoint endpoint) {
        return endpoint.remoteCertificate().filter(certificate -> Role.of(certificate).equals(Optional.of(
                Role.MESSAGESERVER))).flatMap(Role::nameOf);
    }

    @Override
    public ReplicaHello greet(ReplicaHello hello) throws Refused {
        var origin = FromServer.origin(hello == null ? null : hello.getOrigin());
        requireServer(origin);
        if (hello.getProtocolVersion() != chatConstants.PROTOCOL_VERSION) {
            throw Refusals.invalid("protocol version " + hello.getProtocolVersion());
        }
        if (!services.rooms().admits(origin)) {
            throw stranger(origin);
        }
        var standing = services.rooms().standing().orElseThrow();
        var clock = services.journal().record(() -> Saying.of(Verb.LINKS).with(Key.FROM, origin),
                FromClient.clock(hello.getClock()));
        return new ReplicaHello(chatConstants.PROTOCOL_VERSION, ToWire.origin(standing.self().orElseThrow()), standing
                .deployment().view().number()).setClock(ToWire.clock(clock));
    }

    @Override
    public void exchange(Exchange exchange) throws Refused {
        var heard = FromServer.exchange(exchange);
        requireServer(heard.from());
        if (!services.rooms().admits(heard.from())) {
            throw stranger(heard.from());
        }
        if (!services.rooms().hear(heard)) {
            throw Refusals.busy("the room is busy, or not known here yet", RETRY_MILLIS);
        }
    }

    @Override
    public UploadState offerFile(Manifest manifest) throws Refused {
        requireMember();
        return ToWire.present(uploads.begin(FromServer.manifest(manifest)));
    }

    @Override
    public void storeChunk(ByteBuffer file, int index, ByteBuffer bytes) throws Refused {
        requireMember();
        uploads.put(FromClient.file(file), index, ByteBuffer.wrap(FromClient.chunk(bytes)));
    }

    @Override
    public void sealFile(ByteBuffer file) throws Refused {
        requireMember();
        uploads.seal(FromClient.file(file));
    }

    @Override
    public Manifest fetchManifest(ByteBuffer file) throws Refused {
        requireMember();
        return ToWire.manifest(services.files().manifest(FromClient.file(file)).orElseThrow(() -> Refusals.notFound(
                "the file is not whole here")));
    }

    @Override
    public ByteBuffer fetchChunk(ByteBuffer file, int index) throws Refused {
        requireMember();
        var hash = FromClient.file(file);
        try {
            return ByteBuffer.wrap(services.files().chunk(hash, index).orElseThrow(() -> Refusals.notFound(
                    "the chunk is not here")));
        } catch (IOException e) {
            throw Uploads.diskFailed(hash, e);
        }
    }

    @Override
    public List<ByteBuffer> heldFiles(List<ByteBuffer> files) throws Refused {
        requireMember();
        return FromServer.files(files).stream().filter(file -> services.files().manifest(file).isPresent()).map(
                ToWire::hash).toList();
    }

    @Override
    public void dropFile(ByteBuffer file) throws Refused {
        requireMember();
        var hash = FromClient.file(file);
        services.files().manifest(hash).filter(justchat.messageserver.model.Manifest::isParcel)
                .ifPresent(_ -> services.files().remove(hash));
    }

    /// The connection is closed.
    void closed() {
        uploads.close();
    }

    /// The certificate must be that of the server that the view has under this
    /// origin. A view that does not know the number at all says nothing about the
    /// name: the room then decides.
    private void requireServer(Origin origin) throws Refused {
        var name = requireServer();
        for (var member : services.standing().get().deployment().view().members()) {
            if (member.origin().server() == origin.server() && !member.name().equals(name)) {
                throw Refusals.notPermitted("the certificate is not that of server " + origin.server());
            }
        }
    }

    private void requireMember() throws Refused {
        var name = requireServer();
        if (services.standing().get().deployment().view().members().stream().noneMatch(member -> member.name().equals(
                name))) {
            throw Refusals.notPermitted("not in the view").setRetryAfterMillis(RETRY_MILLIS);
        }
    }

    private String requireServer() throws Refused {
        var name = caller.orElseThrow(() -> Refusals.notPermitted("this is for message servers"));
        services.requireServing();
        return name;
    }

    private Refused stranger(Origin origin) {
        long view = services.standing().get().deployment().view().number();
        return Refusals.notPermitted(origin + " is not in view " + view).setRetryAfterMillis(RETRY_MILLIS);
    }
}
