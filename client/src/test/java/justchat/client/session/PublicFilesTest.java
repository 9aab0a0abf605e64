// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.core.Event;
import justchat.client.file.LocalFile;
import justchat.client.file.Unfinished;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.Login;
import justchat.client.model.TransferId;
import justchat.logs.clock.VectorClock;
import justchat.rpc.client.RpcClient;

import static org.assertj.core.api.Assertions.assertThat;

/// Public files, over servers that die in the middle.
class PublicFilesTest {
    private static final TransferId UP = new TransferId(1);
    private static final TransferId DOWN = new TransferId(2);

    @TempDir
    Path folder;
    private FakeCluster cluster;
    private ClusterNetwork network;
    private FakeLoop loop;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        cluster = new FakeCluster(1, 3);
        var options = cluster.options();
        loop = new FakeLoop(options.instance());
        network = new ClusterNetwork(options, new RpcClient(), DirectPort::none, new SecureRandom(), loop);
        loop.drives(network);
        network.logIn(new Login("elon", "rosebud", true), VectorClock.empty());
        loop.await(Event.Attached.class, 1);
        var content = new byte[5_000_000];
        new Random(5).nextBytes(content);
        file = Files.write(folder.resolve("SELDOM_2016.png"), content);
    }

    @AfterEach
    void end() {
        network.close();
        cluster.close();
    }

    private FileInfo upload() {
        network.upload(UP, file, "lobby", VectorClock.empty());
        return loop.await(Event.Uploaded.class, 1).file();
    }

    private void download(FileInfo info) {
        network.download(DOWN, info, folder.resolve("downloads"), info.name(), VectorClock.empty());
    }

    @Test
    void whatGoesUpComesDownTheSame() {
        var info = upload();
        assertThat(info.name()).isEqualTo("SELDOM_2016.png");
        network.files(9, VectorClock.empty());
        assertThat(loop.await(Event.Files.class, 1).files().getFirst().file()).isEqualTo(info);

        download(info);

        var done = loop.await(Event.TransferDone.class, 1);
        assertThat(done.saved()).hasSameBinaryContentAs(file);
        assertThat(done.via()).isEqualTo("ms-1");
        assertThat(done.hash()).isEqualTo(info.hash());
        assertThat(loop.all(Event.Progress.class)).isNotEmpty();
    }

    @Test
    void anUploadGoesOnAtAnotherServerWhereItWasInterrupted() {
        cluster.servers.getFirst().dieAtPut = 10;
        var info = upload();
        assertThat(loop.await(Event.Attached.class, 2).server()).isEqualTo("ms-2");
        assertThat(cluster.servers.get(1).puts.get()).isBetween(1, 14);
        download(info);
        assertThat(loop.await(Event.TransferDone.class, 1).saved()).hasSameBinaryContentAs(file);
    }

    @Test
    void aDownloadGoesOnAtAnotherServerWhereItWasInterrupted() {
        var info = upload();
        var server = cluster.servers.getFirst();
        server.dieAtPut = server.puts.get() + 8;
        download(info);
        var done = loop.await(Event.TransferDone.class, 1);
        assertThat(done.saved()).hasSameBinaryContentAs(file);
        assertThat(done.via()).isEqualTo("ms-2");
        assertThat(cluster.servers.get(1).puts.get()).isBetween(1, 16);
    }

    /// Five servers die within a few chunks of each other on the way up, then five on
    /// the way down.
    @Test
    void tenServersThatDieAtRandomPlacesDoNotHurtTheFile() throws IOException {
        long seed = System.nanoTime();
        System.out.println("PublicFilesTest: seed " + seed);
        var random = new Random(seed);
        mortal(5, random);
        var info = upload();
        assertThat(info.size()).isEqualTo(5_000_000);
        mortal(5, random);
        download(info);
        assertThat(loop.await(Event.TransferDone.class, 1).saved()).as("seed " + seed).hasSameBinaryContentAs(file);
    }

    /// So many servers that live now or come now die soon, one does not.
    private void mortal(int number, Random random) throws IOException {
        while (cluster.servers.stream().filter(server -> server.alive).count() <= number) {
            cluster.addServer();
        }
        cluster.servers.stream().filter(server -> server.alive).limit(number)
                .forEach(server -> server.dieAtPut = server.puts
                        .get() + 1 + random.nextInt(3));
    }

    private List<FileInfo> left() {
        try {
            return Unfinished.in(folder.resolve("downloads"), network.owner()).stream().map(Unfinished::file).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void again() {
        network.close();
        var options = cluster.options();
        loop = new FakeLoop(options.instance());
        network = new ClusterNetwork(options, new RpcClient(), DirectPort::none, new SecureRandom(), loop);
        loop.drives(network);
        network.logIn(new Login("elon", "rosebud", false), VectorClock.empty());
        loop.await(Event.Attached.class, 1);
    }

    @Test
    void aDownloadThatNoServerCanServeWaitsAndALaterRunGoesOnWithIt() throws IOException {
        var info = upload();
        var server = cluster.servers.getFirst();
        server.dieAtPut = server.puts.get() + 8;
        cluster.servers.get(1).close();
        cluster.servers.get(2).close();
        download(info);
        assertThat(loop.await(Event.TransferHeld.class, 1).sentence()).contains("no message server");
        assertThat(loop.all(Event.TransferFailed.class)).isEmpty();
        var fresh = cluster.addServer();
        again();

        loop.await("the run before lets go of it", _ -> left().equals(List.of(info)));
        download(info);
        assertThat(loop.await(Event.TransferDone.class, 1).saved()).hasSameBinaryContentAs(file);
        assertThat(fresh.puts.get()).isBetween(1, 19);
        assertThat(left()).isEmpty();
    }

    @Test
    void aPausedDownloadIsKnownToBePausedAndGoesOnUnderItsNumber() throws IOException {
        var info = upload();
        cluster.servers.forEach(FakeServer::close);
        Files.createDirectories(folder.resolve("downloads"));
        var manifest = ((LocalFile.Scan.Ready) LocalFile.scan(file.toString())).file().manifest();
        Unfinished.open(network.owner(), Optional.empty(), info.name(), manifest).save(folder.resolve("downloads"));
        download(info);
        loop.await(Event.TransferHeld.class, 1);
        network.transfers().pause(DOWN);
        cluster.addServer();
        download(info);
        assertThat(loop.await(Event.TransferDone.class, 1).saved()).hasSameBinaryContentAs(file);
    }

    /// W1, client side: nothing of a mistyped path leaves this process.
    @Test
    void aMistypedPathHarmsNoServer() {
        network.upload(UP, folder.resolve("SELDOM_2061.png"), "lobby", VectorClock.empty());
        assertThat(loop.await(Event.TransferFailed.class, 1).sentence()).startsWith("No such file: ");
        network.upload(UP, folder, "lobby", VectorClock.empty());
        assertThat(loop.await(Event.TransferFailed.class, 2).sentence()).contains("is a directory");
        assertThat(cluster.manifests).isEmpty();
        assertThat(loop.all(Event.Detached.class)).isEmpty();
    }

    @Test
    void aFileThatNoServerHasIsSaidToBeMissing() {
        download(new FileInfo("x", 10, ContentHash.of(new byte[32])));
        assertThat(loop.await(Event.TransferFailed.class, 1).sentence()).isEqualTo("no such file");
    }

    /// W18: damaged bytes are not written, and what arrives is never whole in memory.
    @Test
    void damagedBytesAreNotTakenForTheFile() {
        var info = upload();
        cluster.chunks.values().iterator().next().put(3, new byte[262_144]);
        download(info);
        assertThat(loop.await(Event.TransferStopped.class, 1).sentence()).contains("something else for chunk 3");
        assertThat(folder.resolve("downloads/SELDOM_2016.png")).doesNotExist();
    }
}
