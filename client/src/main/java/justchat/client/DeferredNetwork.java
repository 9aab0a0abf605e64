// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

import justchat.client.core.Network;
import justchat.client.model.AccountQuestion;
import justchat.client.model.Code;
import justchat.client.model.FileInfo;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.SealedLetter;
import justchat.client.model.Search;
import justchat.client.model.Seen;
import justchat.client.model.SentMessage;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.logs.clock.VectorClock;
import justchat.rpc.strand.Strand;

/// The network of whoever logs in, made behind the prompt when the first name is
/// known. Calls wait for it on a strand, in order.
final class DeferredNetwork implements Network {
    private static final int WAITING = 4_096;

    private final Strand strand = new Strand("network", WAITING);
    private final Function<String, Network> make;
    /// The strand's.
    private String user = "";
    /// Written by the strand.
    private volatile Optional<Network> network = Optional.empty();

    /// @param make
    ///            the network of a user; may take its time
    DeferredNetwork(Function<String, Network> make) {
        this.make = Objects.requireNonNull(make, "make");
    }

    @Override
    public void expect(String name) {
        strand.tell(() -> of(name).expect(name));
    }

    @Override
    public void logIn(Login login, VectorClock clock) {
        strand.tell(() -> of(login.name()).logIn(login, clock));
    }

    private Network of(String name) {
        if (!user.equals(name)) {
            network.ifPresent(Network::close);
            network = Optional.of(make.apply(name));
            user = name;
        }
        return network.get();
    }

    @Override
    public void attach(VectorClock clock) {
        later(real -> real.attach(clock));
    }

    @Override
    public void follow() {
        later(Network::follow);
    }

    @Override
    public void open(String room, Optional<Seen> seen, int recent, VectorClock clock) {
        later(real -> real.open(room, seen, recent, clock));
    }

    @Override
    public void closeRoom(String room) {
        later(real -> real.closeRoom(room));
    }

    @Override
    public void post(String room, MessageId id, Seen seen, Payload payload, VectorClock clock) {
        later(real -> real.post(room, id, seen, payload, clock));
    }

    @Override
    public void whisper(long request, String other, String text, VectorClock clock) {
        later(real -> real.whisper(request, other, text, clock));
    }

    @Override
    public void receipt(String other, List<MessageId> messages, SentMessage.News news, VectorClock clock) {
        later(real -> real.receipt(other, messages, news, clock));
    }

    @Override
    public void keepSent(List<SentMessage> messages) {
        later(real -> real.keepSent(messages));
    }

    @Override
    public void openLetter(MessageId id, String author, SealedLetter letter, VectorClock clock) {
        later(real -> real.openLetter(id, author, letter, clock));
    }

    @Override
    public void createRoom(long request, String room, Order order, Optional<Code> code, VectorClock clock) {
        later(real -> real.createRoom(request, room, order, code, clock));
    }

    @Override
    public void enterCode(long request, String room, Code code) {
        later(real -> real.enterCode(request, room, code));
    }

    @Override
    public void makeCode(long request, String room, Code code) {
        later(real -> real.makeCode(request, room, code));
    }

    @Override
    public void account(long request, AccountQuestion question, VectorClock clock) {
        later(real -> real.account(request, question, clock));
    }

    @Override
    public void rooms(long request) {
        later(real -> real.rooms(request));
    }

    @Override
    public void away(long request, List<String> users) {
        later(real -> real.away(request, users));
    }

    @Override
    public void members(long request, String room) {
        later(real -> real.members(request, room));
    }

    @Override
    public void history(long request, String room, Optional<Place> before, int limit, OptionalLong sinceMillis) {
        later(real -> real.history(request, room, before, limit, sinceMillis));
    }

    @Override
    public void search(long request, Search search) {
        later(real -> real.search(request, search));
    }

    @Override
    public void unread(long request, String room, Seen read, int limit) {
        later(real -> real.unread(request, room, read, limit));
    }

    @Override
    public void offer(TransferId transfer, String other, Path file, long expiresAtMillis, VectorClock clock) {
        later(real -> real.offer(transfer, other, file, expiresAtMillis, clock));
    }

    @Override
    public void upload(TransferId transfer, Path file, String room, VectorClock clock) {
        later(real -> real.upload(transfer, file, room, clock));
    }

    @Override
    public void download(TransferId transfer, Source source, FileInfo file, Path directory, String name,
            VectorClock clock) {
        later(real -> real.download(transfer, source, file, directory, name, clock));
    }

    @Override
    public void decline(Source.Person offer, VectorClock clock) {
        later(real -> real.decline(offer, clock));
    }

    @Override
    public void cancel(TransferId transfer) {
        later(real -> real.cancel(transfer));
    }

    @Override
    public void pause(TransferId transfer) {
        later(real -> real.pause(transfer));
    }

    @Override
    public void goOn(TransferId transfer) {
        later(real -> real.goOn(transfer));
    }

    @Override
    public void findUnfinished(Path directory) {
        later(real -> real.findUnfinished(directory));
    }

    @Override
    public void discard(TransferId transfer, Source source, FileInfo file, Path directory, String name) {
        later(real -> real.discard(transfer, source, file, directory, name));
    }

    @Override
    public void serve(TransferId transfer, String offer) {
        later(real -> real.serve(transfer, offer));
    }

    @Override
    public void files(long request, VectorClock clock) {
        later(real -> real.files(request, clock));
    }

    @Override
    public void online(long request) {
        later(real -> real.online(request));
    }

    @Override
    public void close() {
        later(Network::close);
        strand.close();
    }

    private void later(Consumer<Network> call) {
        strand.tell(() -> network.ifPresent(call));
    }
}
