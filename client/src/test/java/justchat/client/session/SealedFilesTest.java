// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.apache.thrift.TBaseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.codec.FileCodec;
import justchat.client.core.Event;
import justchat.client.file.Chunks;
import justchat.client.file.FileManifest;
import justchat.client.file.Unfinished;
import justchat.client.model.Code;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.FileSeal;
import justchat.client.model.Login;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.PublicFile;
import justchat.client.model.TransferId;
import justchat.logs.clock.VectorClock;
import justchat.rpc.client.RpcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// Files of a closed room, over fakes that see what servers see, and may lie.
class SealedFilesTest {
    private static final String VAULT = "vault";
    private static final String NAME = "rhinoceros.png";
    private static final TransferId UP = new TransferId(1);
    private static final TransferId DOWN = new TransferId(2);
    private static final VectorClock CLOCK = VectorClock.empty();

    @TempDir
    private Path folder;
    private FakeCluster cluster;
    private final List<ClusterNetwork> networks = new ArrayList<>();
    private ClusterNetwork network;
    private FakeLoop loop;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        cluster = new FakeCluster(1, 1);
        logsInAt("laptop");
        network.createRoom(1, VAULT, Order.CAUSAL, Optional.of(Code.TO_BE_MADE), CLOCK);
        loop.await(Event.RoomCreated.class, 1);
        loop.reads(VAULT);
        loop.await("the room is open", all -> all.all(Event.Opened.class).stream().anyMatch(opened -> opened.room()
                .name().equals(VAULT)));
        file = Files.writeString(folder.resolve(NAME), "A marked page about a rhinoceros.\n".repeat(20_000));
    }

    @AfterEach
    void end() {
        networks.forEach(ClusterNetwork::close);
        cluster.close();
    }

    /// The same user, at a terminal with a directory of its own.
    private void logsInAt(String terminal) {
        var options = cluster.options();
        loop = new FakeLoop(options.instance());
        network = new ClusterNetwork(options, new RpcClient(), DirectPort::none, new SecureRandom(), Optional.of(folder
                .resolve(terminal)), _ -> Optional.empty(), loop);
        networks.add(network);
        loop.drives(network);
        network.logIn(new Login("tony", "rosebud", !cluster.accounts.containsKey("tony")), CLOCK);
        loop.await(Event.Attached.class, 1);
    }

    private FileInfo upload() {
        network.upload(UP, file, VAULT, CLOCK);
        return loop.await(Event.Uploaded.class, 1).file();
    }

    private FileInfo share() {
        var info = upload();
        loop.post(VAULT, new Payload.Shared(info));
        loop.await(Event.Stored.class, 1);
        return info;
    }

    private Event.Files list() {
        network.files(9, CLOCK);
        return loop.await(Event.Files.class, 1);
    }

    private void download(FileInfo info) {
        network.download(DOWN, info, folder.resolve("downloads"), info.name(), CLOCK);
    }

    private static ByteBuffer id(FileInfo info) {
        return ByteBuffer.wrap(info.seal().orElseThrow().file().bytes());
    }

    @Test
    void aFileIsListedAndFetchedByMembersAndServersKnowNeitherNameNorContent() {
        var info = share();
        assertThat(info.name()).isEqualTo(NAME);

        var listed = list().files();
        assertThat(listed).extracting(PublicFile::file, PublicFile::room, PublicFile::owner).containsExactly(
                tuple(info, VAULT, "tony"));
        download(listed.getFirst().file());

        var done = loop.await(Event.TransferDone.class, 1);
        assertThat(done.saved()).hasSameBinaryContentAs(file);
        assertThat(done.hash()).isEqualTo(info.hash());
        var manifest = cluster.manifests.get(id(info));
        assertThat(manifest.getRoom()).isEqualTo(VAULT);
        assertThat(manifest.getFile().getName()).isEqualTo("sealed");
        assertThat(cluster.manifests).hasSize(1);
        var seen = Stream.concat(cluster.chunks.values().stream().flatMap(chunks -> chunks.values().stream()),
                cluster.rooms.get(VAULT).everything().stream());
        assertThat(seen).isNotEmpty().allSatisfy(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .doesNotContainIgnoringCase("rhinoceros"));
    }

    @Test
    void whoLacksTheCodeIsToldSoAndUploadsNothing() {
        share();
        logsInAt("desk");

        var files = list();
        assertThat(files.files()).isEmpty();
        assertThat(files.withheld()).containsExactly(VAULT);
        network.upload(UP, file, VAULT, CLOCK);
        assertThat(loop.await(Event.TransferFailed.class, 1).sentence()).contains("lacks the code of vault");
        assertThat(cluster.manifests).hasSize(1);
    }

    @Test
    void aFileThatStandsOpenIsNotToldOfInAClosedRoomNorASealedOneElsewhere() {
        var info = upload();
        loop.post(VAULT, new Payload.Shared(new FileInfo(info.name(), info.size(), info.hash())));
        assertThat(loop.await(Event.PostRefused.class, 1).sentence()).contains("is closed, and that file is not");
        loop.post("lobby", new Payload.Shared(info));
        assertThat(loop.await(Event.PostRefused.class, 2).sentence()).contains("is open, and that file is sealed");
        assertThat(list().files()).isEmpty();
    }

    @Test
    void anUploadThatALaterRunBeginsAgainIsTheSameToServersUntilTheRoomIsTold() {
        var first = upload();
        network.close();
        logsInAt("laptop");

        var info = upload();
        assertThat(info).isEqualTo(first);
        assertThat(loop.await(Event.Uploaded.class, 1).wasThere()).isTrue();
        assertThat(cluster.manifests.keySet()).containsExactly(id(info));
        loop.post(VAULT, new Payload.Shared(info));
        loop.await(Event.Stored.class, 1);
        network.upload(new TransferId(3), file, VAULT, CLOCK);
        var again = loop.await(Event.Uploaded.class, 2).file();
        assertThat(again.hash()).isEqualTo(info.hash());
        assertThat(again.seal()).isNotEqualTo(info.seal());
    }

    @Test
    void aDownloadThatALaterRunFindsGoesOnWithWhatIsHere() throws Exception {
        var info = share();
        var downloads = Files.createDirectories(folder.resolve("downloads"));
        Unfinished.open(network.owner(), info.seal(), NAME, FileCodec.opened(cluster.manifests.get(id(info)), info))
                .save(downloads);
        Files.write(downloads.resolve(NAME + "." + info.hash().hex().substring(0, 12) + ".part"), Arrays.copyOf(Files
                .readAllBytes(file), 300_000));
        assertThat(left()).containsExactly(info);

        var server = cluster.servers.getFirst();
        var before = server.puts.get();
        download(left().getFirst());
        assertThat(loop.await(Event.TransferDone.class, 1).saved()).hasSameBinaryContentAs(file);
        assertThat(server.puts.get()).isEqualTo(before + 2);
        assertThat(left()).isEmpty();
    }

    private List<FileInfo> left() {
        try {
            return Unfinished.in(folder.resolve("downloads"), network.owner()).stream().map(Unfinished::file).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// As if a member had sealed these bytes in this place, and told of it.
    private FileInfo lie(FileInfo info, int index, byte[] bytes) {
        var lying = cluster.manifests.get(id(info)).deepCopy();
        lying.getChunkHashes().set(index, ByteBuffer.wrap(Chunks.sha256(ByteBuffer.wrap(bytes))));
        var hash = FileManifest.hash(lying.getChunkHashes().stream().map(TBaseHelper::byteBufferToByteArray).toList());
        lying.getFile().setHash(hash);
        var chunks = new TreeMap<>(cluster.chunks.get(id(info)));
        chunks.put(index, bytes);
        cluster.chunks.put(ByteBuffer.wrap(hash), chunks);
        cluster.manifests.put(ByteBuffer.wrap(hash), lying);
        return new FileInfo(info.name(), info.size(), info.hash(), Optional.of(new FileSeal(ContentHash.of(hash), info
                .seal().orElseThrow().key())));
    }

    private byte[] chunk(FileInfo info, int index) {
        return cluster.chunks.get(id(info)).get(index);
    }

    private void isRefused(FileInfo info, String words) {
        download(info);
        assertThat(loop.await(Event.TransferStopped.class, 1).sentence()).contains(words);
        assertThat(loop.all(Event.TransferDone.class)).isEmpty();
        assertThat(folder.resolve("downloads").resolve(NAME)).doesNotExist();
    }

    @Test
    void aChangedChunkIsRefused() {
        var info = share();
        var changed = chunk(info, 1).clone();
        changed[100] ^= 1;
        isRefused(lie(info, 1, changed), "chunk 1 does not open");
    }

    @Test
    void aChunkThatIsNotWhatTheServerSaysIsRefused() {
        var info = share();
        cluster.chunks.get(id(info)).put(2, new byte[17]);
        isRefused(info, "something else for chunk 2");
    }

    @Test
    void aChunkThatIsCutShortIsRefused() {
        var info = share();
        isRefused(lie(info, 2, Arrays.copyOf(chunk(info, 2), chunk(info, 2).length - 1)), "chunk 2 does not open");
    }

    @Test
    void chunksInAnotherOrderAreRefused() {
        var info = share();
        isRefused(lie(lie(info, 0, chunk(info, 1)), 1, chunk(info, 0)), "does not open");
    }

    @Test
    void theChunkOfAnotherFileIsRefused() throws IOException {
        var info = share();
        Files.writeString(file, Files.readString(file).replace("rhinoceros", "rhinosaurus".substring(0, 10)));
        network.upload(new TransferId(3), file, VAULT, CLOCK);
        var other = loop.await(Event.Uploaded.class, 2).file();
        assertThat(other.size()).isEqualTo(info.size());
        isRefused(lie(info, 1, chunk(other, 1)), "chunk 1 does not open");
    }

    @Test
    void aServerThatListsOtherChunksIsRefused() {
        var info = share();
        cluster.manifests.computeIfPresent(id(info), (_, manifest) -> {
            var lying = manifest.deepCopy();
            lying.getChunkHashes().set(1, ByteBuffer.wrap(new byte[32]));
            return lying;
        });
        isRefused(info, "not that of its chunks");
    }

    @Test
    void aFileThatIsShorterThanItsMessageSaysIsRefused() {
        var info = share();
        cluster.manifests.computeIfPresent(id(info), (_, manifest) -> {
            var lying = manifest.deepCopy();
            lying.getFile().setSize(2 * 262_160L);
            lying.getChunkHashes().removeLast();
            return lying;
        });
        isRefused(info, "another file under this hash");
    }

    @Test
    void aMemberWhoLiesAboutTheContentIsFoundOutAtTheEnd() {
        var info = share();
        var seal = info.seal().orElseThrow();
        var lie = new FileInfo(info.name(), info.size(), new ContentHash("00".repeat(32)), Optional
                .of(new FileSeal(seal.file(), seal.key())));
        download(lie);
        assertThat(loop.await(Event.TransferFailed.class, 1).sentence()).contains("is not what was announced");
        assertThat(folder.resolve("downloads").resolve(NAME)).doesNotExist();
    }
}
