// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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
import justchat.wire.Manifest;
import justchat.wire.Parcel;
import justchat.wire.Payload;
import justchat.wire.Reason;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// The life of files on whole servers: copied, made again, erased, refused, kept
/// for one person.
class FilesTest {
    private static final int SEALED = (1 << 18) + 16;

    @TempDir
    Path directory;

    private TestCluster cluster;

    @BeforeEach
    void open() throws Exception {
        cluster = new TestCluster(directory, 1);
        cluster.limits = new FileLimits(8L << 20, 2L << 20, 1L << 20, 2L << 20, 0, 8, 300);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static byte[] content(int bytes, int seed) {
        var content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    private boolean isOn(String server, FileNotice file) {
        return Files.exists(cluster.directoryOf(server).resolve("data/files/whole").resolve(HexFormat.of().formatHex(
                file.getHash())));
    }

    private FileNotice share(TestReader reader, String name, byte[] content) throws Exception {
        var file = reader.upload(name, content);
        reader.say(reader.message(Payload.file(file)));
        return file;
    }

    private void kill(String name) {
        cluster.servers.remove(name).close();
        cluster.book.expel(name);
    }

    @Test
    void lostCopiesAreMadeAgainWhenAServerLeaves() throws Exception {
        cluster.serve("ms-1", "ms-2", "ms-3");
        var elon = cluster.attach("elon", "ms-1");
        var others = List.of(cluster.attach("tony", "ms-2"), cluster.attach("tony", "ms-3"));
        var file = share(elon, "plan.pdf", content(600_000, 1));
        var holders = List.of("ms-1", "ms-2", "ms-3").stream().filter(server -> isOn(server, file)).toList();
        assertThat(holders).hasSize(2).contains("ms-1");
        others.forEach(tony -> tony.awaitTexts("elon shares plan.pdf"));
        kill("ms-1");
        TestCluster.await("two copies again", () -> cluster.servers.keySet().stream().allMatch(server -> isOn(server,
                file)));
        TestCluster.await("and nobody is short of any", () -> cluster.servers.values().stream().allMatch(
                server -> server.shortFiles() == 0));
    }

    @Test
    void aFileGoesWithTheLastMessageThatTellsOfItOverARestartToo() throws Exception {
        cluster.serve("ms-1", "ms-2");
        var elon = cluster.attach("elon", "ms-1");
        var file = share(elon, "plan.pdf", content(300_000, 2));
        var again = elon.message(Payload.file(file));
        elon.say(again);
        var first = elon.message(Payload.erase(new Erase(List.of(again.getId()))));
        elon.say(first);
        assertThat(elon.server().manifest(ByteBuffer.wrap(file.getHash()), Map.of()).getFile()).isEqualTo(file);
        var all = cluster.balancers.getFirst().files;
        TestCluster.await("one is listed", () -> all.size() == 1);
        var left = all.getFirst();
        assertThat(left.getRoom()).isEqualTo("lobby");
        elon.say(elon.message(Payload.erase(new Erase(List.of(left.getMessage())))));
        TestCluster.await("none is listed", all::isEmpty);
        var refused = catchThrowableOfType(Refused.class, () -> elon.server().manifest(ByteBuffer.wrap(file.getHash()),
                Map.of()));
        assertThat(refused.getReason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(refused.getMessage()).contains("elon has deleted");
        TestCluster.await("its bytes are gone", () -> !isOn("ms-1", file) && !isOn("ms-2", file));
        TestCluster.await("no byte is left", () -> contents("ms-1") == 0);
        cluster.servers.remove("ms-2").close();
        cluster.serve("ms-2");
        var back = cluster.attach("elon", "ms-2");
        assertThat(TestReader.refusal(() -> back.server().manifest(ByteBuffer.wrap(file.getHash()), Map.of())))
                .contains(Reason.NOT_FOUND);
    }

    private long contents(String server) {
        try (var found = Files.list(cluster.directoryOf(server).resolve("data/files/contents"))) {
            return found.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSecondUploadOfTheSameContentNeedsNoByteWhicheverServerHasIt() throws Exception {
        cluster.serve("ms-1", "ms-2", "ms-3");
        var content = content(600_000, 3);
        var file = share(cluster.attach("elon", "ms-1"), "plan.pdf", content);
        for (var server : List.of("ms-1", "ms-2", "ms-3")) {
            var tony = cluster.attach("tony", server);
            var manifest = TestReader.manifest("mine.pdf", content);
            assertThat(tony.server().beginUpload(manifest, Map.of()).getPresent()).containsExactly(0, 1, 2);
            tony.server().finishUpload(ByteBuffer.wrap(file.getHash()), Map.of());
            tony.say(tony.message(Payload.file(manifest.getFile())));
        }
    }

    @Test
    void whatIsTooMuchIsRefusedInWordsBeforeTheFirstByte() throws Exception {
        cluster.serve("ms-1");
        var elon = cluster.attach("elon", "ms-1");
        share(elon, "one.bin", content(1_500_000, 4));
        var refused = catchThrowableOfType(Refused.class, () -> elon.server().beginUpload(TestReader.manifest("two.bin",
                content(700_000, 5)), Map.of()));
        assertThat(refused.getReason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refused.getMessage()).contains("of the 2 MiB that you may keep here");
        share(cluster.attach("tony", "ms-1"), "two.bin", content(700_000, 5));
        var post = elon.server();
        assertThat(TestReader.refusal(() -> post.beginUpload(TestReader.manifest("large.bin", content(3_000_000, 6)),
                Map.of()))).contains(Reason.TOO_LARGE);
    }

    @Test
    void aParcelIsForTwoOnlyInNoListAndGoneWhenItIsDropped() throws Exception {
        cluster.serve("ms-1", "ms-2");
        var elon = cluster.attach("elon", "ms-1");
        var bytes = content(2 * SEALED + 50, 7);
        var parcel = parcel(bytes, "forged", "tony");
        var file = ByteBuffer.wrap(parcel.getFile().getHash());
        assertThat(elon.server().beginUpload(parcel, Map.of()).getPresent()).isEmpty();
        for (int index = 0; index < 3; index++) {
            elon.server().putChunk(file.duplicate(), index, part(bytes, index));
        }
        elon.server().finishUpload(file.duplicate(), Map.of());
        var tony = cluster.attach("tony", "ms-2");
        assertThat(tony.server().manifest(file.duplicate(), Map.of()).getParcel().getSender()).isEqualTo("elon");
        assertThat(tony.server().getChunk(file.duplicate(), 2)).isEqualTo(part(bytes, 2));
        var eve = cluster.attach("eve", "ms-2");
        assertThat(TestReader.refusal(() -> eve.server().manifest(file.duplicate(), Map.of()))).contains(
                Reason.NOT_FOUND);
        assertThat(TestReader.refusal(() -> eve.server().getChunk(file.duplicate(), 0))).contains(Reason.NOT_FOUND);
        assertThat(TestReader.refusal(() -> eve.server().drop(file.duplicate(), Map.of()))).contains(Reason.NOT_FOUND);
        assertThat(TestReader.refusal(() -> elon.server().post(elon.message(Payload.file(parcel.getFile()))))).contains(
                Reason.INVALID);
        elon.takeBack("lobby");
        tony.server().drop(file.duplicate(), Map.of());
        tony.server().drop(file.duplicate(), Map.of());
        assertThat(isOn("ms-1", parcel.getFile()) || isOn("ms-2", parcel.getFile())).isFalse();
        TestCluster.await("no byte is left", () -> contents("ms-1") == 0);
        assertThat(cluster.balancers.getFirst().files).isEmpty();
    }

    @Test
    void parcelsHaveAQuotaOfTheirOwn() throws Exception {
        cluster.serve("ms-1");
        var elon = cluster.attach("elon", "ms-1");
        var bytes = content(3 * SEALED, 8);
        var parcel = parcel(bytes, "elon", "tony");
        elon.server().beginUpload(parcel, Map.of());
        for (int index = 0; index < 3; index++) {
            elon.server().putChunk(ByteBuffer.wrap(parcel.getFile().getHash()), index, part(bytes, index));
        }
        elon.server().finishUpload(ByteBuffer.wrap(parcel.getFile().getHash()), Map.of());
        var refused = catchThrowableOfType(Refused.class, () -> elon.server().beginUpload(parcel(content(2 * SEALED, 9),
                "elon", "tony"), Map.of()));
        assertThat(refused.getReason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refused.getMessage()).contains("1 MiB").contains("directly");
    }

    private static ByteBuffer part(byte[] bytes, int index) {
        return ByteBuffer.wrap(bytes, index * SEALED, Math.min(SEALED, bytes.length - index * SEALED)).slice();
    }

    private static Manifest parcel(byte[] bytes, String sender, String recipient) {
        return TestReader.manifest("sealed", bytes, SEALED).setParcel(new Parcel(sender, recipient, 0));
    }
}
