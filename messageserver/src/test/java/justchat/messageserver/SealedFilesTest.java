// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.messageserver.file.FileLimits;
import justchat.wire.Erase;
import justchat.wire.FileNotice;
import justchat.wire.Lock;
import justchat.wire.Manifest;
import justchat.wire.Payload;
import justchat.wire.Post;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Sealed;

import static org.assertj.core.api.Assertions.assertThat;

/// The life of a file of a closed room on whole servers: they keep bytes that they
/// cannot read, for who is in the room.
class SealedFilesTest {
    private static final int CHUNK = (1 << 18) + 16;
    private static final String VAULT = "vault";
    private static final int FEW = 3_000;
    private static final int MANY = 600_000;

    @TempDir
    Path directory;

    private final KeyPair keys = generate();
    private TestCluster cluster;

    @BeforeEach
    void makeTheRoom() throws Exception {
        cluster = new TestCluster(directory, 1);
        var encoded = keys.getPublic().getEncoded();
        cluster.book.create(VAULT, "elon",
                new Lock(1, ByteBuffer.wrap(new byte[16]), ByteBuffer.wrap(Arrays.copyOfRange(
                        encoded, encoded.length - 32, encoded.length)), 1024, 1, 1));
    }

    /// @param graceMillis
    ///            how long a file stays of which no message tells
    private TestReader elonAt(int graceMillis) throws Exception {
        cluster.limits = new FileLimits(8L << 20, 2L << 20, 1L << 20, 2L << 20, 0, 8, graceMillis);
        cluster.serve("ms-1", "ms-2");
        var elon = cluster.attach("elon", "ms-1");
        elon.enter(VAULT);
        return elon;
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Payload admission(String author) throws GeneralSecurityException {
        var signer = Signature.getInstance("Ed25519");
        signer.initSign(keys.getPrivate());
        signer.update(("jc-admission-v1\0\5" + VAULT).getBytes(StandardCharsets.US_ASCII));
        signer.update(ByteBuffer.allocate(20).putInt(1).rewind());
        signer.update(author.getBytes(StandardCharsets.UTF_8));
        return Payload.admission(ByteBuffer.wrap(signer.sign()));
    }

    private static byte[] content(int seed) {
        var content = new byte[2 * CHUNK + 50];
        new Random(seed).nextBytes(content);
        return content;
    }

    private static ByteBuffer part(byte[] bytes, int index) {
        return ByteBuffer.wrap(bytes, index * CHUNK, Math.min(CHUNK, bytes.length - index * CHUNK)).slice();
    }

    private static Manifest manifest(byte[] bytes, String room) {
        return TestReader.manifest("sealed", bytes, CHUNK).setRoom(room);
    }

    private static ByteBuffer upload(TestReader reader, byte[] bytes) throws Exception {
        var manifest = manifest(bytes, VAULT);
        var file = ByteBuffer.wrap(manifest.getFile().getHash());
        var present = reader.server().beginUpload(manifest, Map.of()).getPresent();
        for (int index = 0; index < 3; index++) {
            if (!present.contains(index)) {
                reader.server().putChunk(file.duplicate(), index, part(bytes, index));
            }
        }
        reader.server().finishUpload(file.duplicate(), Map.of());
        return file;
    }

    /// A server that stood still has swept the file before it was told of: then again.
    private static Post share(TestReader reader, byte[] bytes) throws Exception {
        for (int attempt = 1;; attempt++) {
            var told = reader.message(VAULT, sealed(upload(reader, bytes)));
            try {
                reader.say(told);
                return told;
            } catch (Refused refused) {
                assertThat(refused.getReason()).isEqualTo(Reason.NOT_FOUND);
                assertThat(attempt).isLessThan(20);
                reader.takeBack(VAULT);
            }
        }
    }

    private static Payload sealed(ByteBuffer file) {
        return Payload.sealed(new Sealed(1, ByteBuffer.wrap(new byte[100])).setFile(file.duplicate()));
    }

    private boolean isOn(String server, ByteBuffer file) {
        return Files
                .exists(cluster.directoryOf(server).resolve("data/files/whole").resolve(HexFormat.of().formatHex(file
                        .array())));
    }

    private static Reason refusal(TestReader.Request request) throws Exception {
        return TestReader.refusal(request).orElseThrow();
    }

    @Test
    void itIsForMembersOnlyInNoListAndGoesWithTheMessageThatTellsOfIt() throws Exception {
        var elon = elonAt(FEW);
        var bytes = content(1);
        var told = share(elon, bytes);
        var file = ByteBuffer.wrap(manifest(bytes, VAULT).getFile().getHash());
        var tony = cluster.attach("tony", "ms-2");
        tony.awaitRoom(VAULT);
        assertThat(refusal(() -> tony.server().manifest(file.duplicate(), Map.of()))).isEqualTo(Reason.NOT_PERMITTED);
        assertThat(refusal(() -> tony.server().getChunk(file.duplicate(), 0))).isEqualTo(Reason.NOT_PERMITTED);
        assertThat(refusal(() -> tony.server().beginUpload(manifest(bytes, VAULT), Map.of()))).isEqualTo(
                Reason.NOT_PERMITTED);

        tony.say(tony.message(VAULT, admission("tony")));
        tony.enter(VAULT);
        TestCluster.await("tony is told of it", () -> tony.entries(VAULT).stream().anyMatch(entry -> entry.getPayload()
                .isSetSealed()));
        var manifest = tony.server().manifest(file.duplicate(), Map.of());
        assertThat(manifest).isEqualTo(manifest(bytes, VAULT));
        for (int index = 0; index < 3; index++) {
            assertThat(tony.server().getChunk(file.duplicate(), index)).isEqualTo(part(bytes, index));
        }
        assertThat(refusal(() -> tony.server().drop(file.duplicate(), Map.of()))).isEqualTo(Reason.NOT_PERMITTED);

        elon.say(elon.message(VAULT, Payload.erase(new Erase(List.of(told.getId())))));
        TestCluster.await("its bytes are gone", () -> !isOn("ms-1", file) && !isOn("ms-2", file));
        assertThat(cluster.balancers.getFirst().files).isEmpty();
    }

    @Test
    void itIsToldOfInItsRoomOnlyAndNeverOpenly() throws Exception {
        var elon = elonAt(MANY);
        var bytes = content(2);
        var file = upload(elon, bytes);
        assertThat(refusal(() -> elon.server().post(elon.message(Payload.file(manifest(bytes, VAULT).getFile())))))
                .isEqualTo(Reason.INVALID);
        elon.takeBack("lobby");
        var open = elon.upload("plan.pdf", Arrays.copyOf(bytes, 1_000));
        assertThat(refusal(() -> elon.server().post(elon.message(VAULT, sealed(ByteBuffer.wrap(open.getHash()))))))
                .isEqualTo(Reason.INVALID);
        elon.takeBack(VAULT);
        assertThat(refusal(() -> elon.server().post(elon.message(VAULT, sealed(ByteBuffer.wrap(new byte[32]))))))
                .isEqualTo(Reason.NOT_FOUND);
        elon.takeBack(VAULT);
        elon.say(elon.message(VAULT, sealed(file)));
    }

    @Test
    void whatHasANameOrIsForAnOpenRoomIsNotTaken() throws Exception {
        var elon = elonAt(MANY);
        var named = manifest(content(3), VAULT);
        named.getFile().setName("plan.pdf");
        assertThat(refusal(() -> elon.server().beginUpload(named, Map.of()))).isEqualTo(Reason.INVALID);
        assertThat(refusal(() -> elon.server().beginUpload(manifest(content(3), "lobby"), Map.of()))).isEqualTo(
                Reason.INVALID);
        assertThat(refusal(() -> elon.server().beginUpload(manifest(content(3), "nowhere"), Map.of()))).isEqualTo(
                Reason.NOT_FOUND);
    }

    @Test
    void itCountsForTheQuotaOfWhoSharesIt() throws Exception {
        var elon = elonAt(MANY);
        for (int number = 0; number < 3; number++) {
            elon.say(elon.message(VAULT, sealed(upload(elon, content(10 + number)))));
        }
        try {
            elon.server().beginUpload(manifest(content(20), VAULT), Map.of());
            throw new AssertionError("taken");
        } catch (Refused refused) {
            assertThat(refused.getReason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(refused.getMessage()).contains("of the 2 MiB that you may keep here");
        }
    }
}
