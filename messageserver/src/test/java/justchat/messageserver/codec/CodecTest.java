// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.thrift.TBase;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TCompactProtocol;
import org.junit.jupiter.api.Test;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Balancer;
import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Lock;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Parcel;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Promise;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.Vitals;
import justchat.wire.Address;
import justchat.wire.Attach;
import justchat.wire.Member;
import justchat.wire.PastView;
import justchat.wire.Post;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.View;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CodecTest {
    private static Origin origin(Random random) {
        return new Origin(random.nextInt(1, 65_536), random.nextInt(1, Integer.MAX_VALUE));
    }

    private static VersionVector vector(Random random) {
        Map<Origin, Long> entries = new HashMap<>();
        IntStream.range(0, random.nextInt(5)).forEach(_ -> entries.put(origin(random), random.nextLong(
                Long.MAX_VALUE)));
        return VersionVector.of(entries);
    }

    private static ContentHash hash(Random random) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return ContentHash.of(bytes);
    }

    private static Payload payload(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Payload.Text("größer 🎈 ".repeat(random.nextInt(20)));
            case 1 -> new Payload.FileNotice("Bild " + random.nextInt(), random.nextLong(Long.MAX_VALUE), hash(random));
            case 2 -> new Payload.Sealed(1 + random.nextInt(9), bytes(random, 1 + random.nextInt(500)), random
                    .nextBoolean() ? Optional.of(hash(random)) : Optional.empty());
            case 3 -> new Payload.SealedEdit(new MessageId(new Instance(random.nextLong(), random.nextLong()), 7), 1
                    + random.nextInt(9), bytes(random, 1 + random.nextInt(500)));
            case 4 -> new Payload.Admission(bytes(random, Payload.Admission.BYTES));
            default -> new Payload.Locked(lock(random, 1 + random.nextInt(9)));
        };
    }

    private static Bytes bytes(Random random, int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private static Lock lock(Random random, int number) {
        return new Lock(number, bytes(random, Lock.SALT_BYTES), bytes(random, Lock.KEY_BYTES), 1 + random.nextInt(
                Lock.MAX_MEMORY_KIB), 1 + random.nextInt(Lock.MAX_PASSES), 1 + random.nextInt(Lock.MAX_LANES));
    }

    @Property(tries = 50)
    void readsTheRoomThatItWrote(@ForAll long seed) throws TException {
        var random = new Random(seed);
        var room = new RoomInfo("vault", Order.CAUSAL, "elon", 3, 17, random.nextBoolean()
                ? Optional.of(lock(random, 1))
                : Optional.empty());
        assertThat(FromServer.rooms(List.of(overTheWire(ToWire.room(room), new justchat.wire.RoomInfo()))))
                .containsExactly(room);
    }

    private static Entry entry(Random random) {
        return new Entry(new Position(origin(random), random.nextLong(1, Long.MAX_VALUE)), new MessageId(new Instance(
                random.nextLong(), random.nextLong()), random.nextLong(1, Long.MAX_VALUE)), "elon", vector(random),
                random.nextLong(), payload(random), random.nextLong(1, Long.MAX_VALUE), random.nextLong(
                        Long.MAX_VALUE));
    }

    private static Optional<Promise> promise(Random random) {
        return random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new Promise(random.nextLong(Long.MAX_VALUE), random.nextLong(Long.MAX_VALUE), random
                        .nextLong(Long.MAX_VALUE), random.nextLong(Long.MAX_VALUE), random.nextBoolean()));
    }

    private static <T extends TBase<?, ?>> T overTheWire(T sent, T received) throws TException {
        var factory = new TCompactProtocol.Factory();
        new TDeserializer(factory).deserialize(received, new TSerializer(factory).serialize(sent));
        return received;
    }

    @Property(tries = 200)
    void readsTheExchangeThatItWrote(@ForAll long seed) throws TException {
        var random = new Random(seed);
        var entries = IntStream.range(0, random.nextInt(6)).mapToObj(_ -> entry(random)).toList();
        var exchange = new Exchange(origin(random), "lobby", entries, vector(random), promise(random), VectorClock.of(
                Map.of("ms-1", 1L)));
        assertThat(FromServer.exchange(overTheWire(ToWire.exchange(exchange), new justchat.wire.Exchange()))).isEqualTo(
                exchange);
    }

    @Test
    void aParcelIsFromWhoSendsItWhateverItSays() throws TException {
        var claimed = new Parcel("forged", "tony", 1);
        var chunks = List.of(hash(new Random(2)));
        var manifest = new Manifest(new Payload.FileNotice("sealed", 17, ContentHash.ofFile(chunks)), chunks,
                Optional.of(
                        claimed),
                Optional.empty());
        var wire = overTheWire(ToWire.manifest(manifest), new justchat.wire.Manifest());
        assertThat(FromClient.manifest(wire, "elon", 7).parcel()).contains(new Parcel("elon", "tony", 7));
        assertThat(FromServer.manifest(wire).parcel()).contains(claimed);
        assertRefused(Reason.INVALID, () -> FromClient.manifest(wire, "tony", 7));
    }

    @Test
    void aFileOfAClosedRoomHasNoNameHereAndIsNobodysParcel() throws TException {
        var chunks = List.of(hash(new Random(2)));
        var file = new Payload.FileNotice(Manifest.NAMELESS, 17, ContentHash.ofFile(chunks));
        var manifest = new Manifest(file, chunks, Optional.empty(), Optional.of("vault"));
        var wire = overTheWire(ToWire.manifest(manifest), new justchat.wire.Manifest());
        assertThat(FromClient.manifest(wire, "elon", 7)).isEqualTo(manifest);
        assertThat(FromServer.manifest(wire)).isEqualTo(manifest);
        var named = wire.deepCopy();
        named.getFile().setName("plan.pdf");
        assertRefused(Reason.INVALID, () -> FromClient.manifest(named, "elon", 7));
        var both = wire.deepCopy().setParcel(new justchat.wire.Parcel("elon", "tony", 1));
        assertRefused(Reason.INVALID, () -> FromClient.manifest(both, "elon", 7));
    }

    @Property(tries = 100)
    void readsTheManifestThatItWrote(@ForAll long seed) throws TException {
        var random = new Random(seed);
        int chunks = random.nextInt(50);
        long size = Math.max(0, (long) chunks * Manifest.CHUNK_BYTES - random.nextInt(Manifest.CHUNK_BYTES));
        var hashes = IntStream.range(0, chunks).mapToObj(_ -> hash(random)).toList();
        var manifest = new Manifest(
                new Payload.FileNotice("a b.png", chunks == 0 ? 0 : size, ContentHash.ofFile(hashes)),
                hashes);
        assertThat(FromClient.manifest(overTheWire(ToWire.manifest(manifest), new justchat.wire.Manifest()), "elon",
                0)).isEqualTo(
                        manifest);
    }

    @Test
    void aManifestWhoseHashIsNotThatOfItsChunksIsRefused() throws TException {
        var chunks = List.of(hash(new Random(2)));
        var wire = overTheWire(ToWire.manifest(new Manifest(new Payload.FileNotice("a", 17, ContentHash.ofFile(chunks)),
                chunks)), new justchat.wire.Manifest());
        wire.getFile().setHash(hash(new Random(3)).bytes());
        assertRefused(Reason.INVALID, () -> FromClient.manifest(wire, "elon", 7));
    }

    @Property(tries = 100)
    void readsTheHeartbeatThatItWrote(@ForAll long seed) throws TException {
        var random = new Random(seed);
        var vitals = new Vitals(origin(random), random.nextLong(Long.MAX_VALUE), random.nextInt(9), random.nextInt(9),
                random.nextInt(9), random.nextInt(1_001), random.ints(random.nextInt(Vitals.MAX_HEARS + 1), 1, 65_536)
                        .boxed().toList());
        assertThat(FromServer.vitals(overTheWire(ToWire.heartbeat(vitals, 3), new justchat.wire.Heartbeat())))
                .contains(vitals);
    }

    @Test
    void readsAViewWithItsTicketKeys() throws Refused {
        var member = new Member(new justchat.wire.Origin(1, 2), "ms-1", new Address("h", 1), new Address("h", 2), 5);
        var balancer = new justchat.wire.Balancer("lb-1", new Address("h", 3), new Address("h", 4), ByteBuffer.wrap(
                new byte[Balancer.KEY_BYTES]));
        var deployment = FromServer
                .view(new View(7, List.of(member), List.of(balancer), List.of(new PastView(6, List.of(1, 3)))));
        assertThat(deployment.view().number()).isEqualTo(7);
        assertThat(deployment.view().member(new Origin(1, 2)).orElseThrow().blankSince()).isEqualTo(5);
        assertThat(deployment.view().past())
                .containsExactly(new justchat.messageserver.model.View.Past(6, Set.of(1, 3)));
        assertThat(deployment.ticketKey("lb-1", 9)).isPresent();
        assertThat(deployment.ticketKey("lb-2", 9)).isEqualTo(Optional.empty());
        var retired = balancer.deepCopy().setName("lb-2").setUntilMillis(10);
        var later = FromServer.view(new View(8, List.of(member), List.of(balancer), List.of()).setRetired(List.of(
                retired)));
        assertThat(later.balancers()).map(Balancer::name).containsExactly("lb-1");
        assertThat(later.ticketKey("lb-2", 9)).isPresent();
        assertThat(later.ticketKey("lb-2", 10)).isEmpty();
        assertRefused(Reason.TOO_LARGE, () -> FromServer.view(new View(8, List.of(member), List.of(), List.of())
                .setRetired(Collections.nCopies(65, retired))));
        assertRefused(Reason.INVALID,
                () -> FromServer.view(new View(7, List.of(member, member), List.of(), List.of())));
        assertRefused(Reason.INVALID, () -> FromServer.view(new View(7, List.of(), List.of(balancer.deepCopy()
                .setTicketKey(new byte[31])), List.of())));
    }

    @Test
    void takesTheAuthorsNameFromTheSession() throws Refused {
        var wire = new Post("lobby", new justchat.wire.MessageId(ByteBuffer.wrap(new byte[16]), 1), List.of(),
                justchat.wire.Payload.text("hi"));
        assertThat(FromClient.post(wire, "elon").author()).isEqualTo("elon");
    }

    /// Whatever is missing: a typed refusal, never an exception of another kind.
    @Test
    void refusesWhatLacksAnything() {
        var id = new justchat.wire.MessageId(ByteBuffer.wrap(new byte[16]), 1);
        var wire = new Post("lobby", id, List.of(), justchat.wire.Payload.text("hi"));
        assertRefused(Reason.INVALID, () -> FromClient.post(null, "elon"));
        assertRefused(Reason.INVALID, () -> FromClient.post(wire.deepCopy().setId(null), "elon"));
        assertRefused(Reason.INVALID, () -> FromClient.post(wire.deepCopy().setSeen(null), "elon"));
        assertRefused(Reason.INVALID, () -> FromClient.post(wire.deepCopy().setPayload(null), "elon"));
        assertRefused(Reason.INVALID, () -> FromClient.post(wire.deepCopy().setPayload(new justchat.wire.Payload()),
                "elon"));
        assertRefused(Reason.INVALID, () -> FromClient.room(null));
        assertRefused(Reason.INVALID, () -> FromClient.room("x".repeat(65)));
        assertRefused(Reason.INVALID, () -> FromClient.file(null));
        assertRefused(Reason.INVALID, () -> FromClient.chunk(null));
        assertRefused(Reason.INVALID, () -> FromClient.manifest(null, "elon", 0));
        assertRefused(Reason.INVALID, () -> FromClient.attach(null));
        assertRefused(Reason.INVALID, () -> FromClient.attach(new Attach()));
        assertRefused(Reason.INVALID, () -> FromServer.exchange(new justchat.wire.Exchange()));
        assertRefused(Reason.INVALID, () -> FromServer.origin(null));
        assertRefused(Reason.INVALID, () -> FromServer.origin(new justchat.wire.Origin(0, 1)));
        assertRefused(Reason.INVALID, () -> FromServer.origin(new justchat.wire.Origin(65_536, 1)));
    }

    @Test
    void boundsVectorsAndRefusesOnesThatContradictThemselves() {
        var one = new justchat.wire.Position(new justchat.wire.Origin(1, 1), 5);
        assertRefused(Reason.INVALID, () -> Parts.vector(List.of(one, one)));
        assertRefused(Reason.INVALID, () -> Parts.vector(List.of(one.deepCopy().setSequence(-1))));
        var many = new ArrayList<justchat.wire.Position>();
        IntStream.rangeClosed(1, VersionVector.MAX_ENTRIES + 1).forEach(server -> many.add(
                new justchat.wire.Position(new justchat.wire.Origin(server, 1), 1)));
        assertRefused(Reason.TOO_LARGE, () -> Parts.vector(many));
    }

    @Test
    void servesARequestWhoseTraceClockIsNonsense() {
        var nonsense = new HashMap<String, Long>();
        nonsense.put("ms-1", -1L);
        assertThat(FromClient.clock(nonsense)).isEqualTo(VectorClock.empty());
        nonsense.put(null, null);
        assertThat(FromClient.clock(nonsense)).isEqualTo(VectorClock.empty());
        assertThat(FromClient.clock(null)).isEqualTo(VectorClock.empty());
        assertThat(FromClient.clock(Map.of("client-elon", 3L)).at("client-elon")).isEqualTo(3);
    }

    private static void assertRefused(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
        assertThatThrownBy(request).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.getReason())
                .isEqualTo(reason));
    }
}
