// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.PastView;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.Revocation;
import justchat.loadbalancer.model.Room;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.RoomOrder;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AccountBookTest {
    private static final BookLimits SMALL = new BookLimits(3, 3, 2, 8, 3, 2, 4, 2, 3, 2);

    /// Some have ended by then.
    private static final long NOW = Revocations.LIFE.toMillis() + 5;

    @Provide
    Arbitrary<Command<?>> commands() {
        return Commands.any();
    }

    @Property(tries = 500)
    void agreesWithTheSlowBook(@ForAll @Size(max = 60) List<@From("commands") Command<?>> commands) {
        var book = new AccountBook(SMALL);
        var slow = new SlowBook(SMALL);
        for (var command : commands) {
            assertThat(book.apply(command)).isEqualTo(slow.apply(command));
            assertThat(book.view().number()).isEqualTo(slow.view());
            assertThat(book.view().members()).map(ServerMember::origin).isEqualTo(slow.members());
            assertThat(book.view().members())
                    .allSatisfy(member -> assertThat(member.draining()).isEqualTo(slow.isDraining(member.name())));
            assertThat(book.view().balancers()).isEqualTo(List.copyOf(slow.balancers().values()));
            assertThat(book.view().retired()).containsAll(slow.retired(NOW).values());
            assertThat(book.accountsAfter("", 9)).isEqualTo(slow.accounts());
            assertThat(book.accounts()).isEqualTo(slow.accounts().size());
            assertThat(live(book.revocations())).isEqualTo(slow.revocations(NOW));
            assertThat(book.rooms()).isEqualTo(slow.rooms());
        }
        assertThat(book.view().past()).isEqualTo(slow.past());
    }

    @Property(tries = 300)
    void aCommandAppliedTwiceHasOneEffect(
            @ForAll @Size(max = 20) List<@From("commands") Command<?>> commands)
            throws IOException {
        var once = new AccountBook(BookLimits.DEFAULT);
        var twice = new AccountBook(BookLimits.DEFAULT);
        for (var command : commands) {
            var outcome = once.apply(command);
            assertThat(twice.apply(command)).isEqualTo(outcome);
            assertThat(twice.apply(command)).isEqualTo(outcome);
        }
        assertThat(written(twice)).isEqualTo(written(once));
    }

    @Property(tries = 300)
    void aSnapshotIsTheWholeBook(@ForAll @Size(max = 40) List<@From("commands") Command<?>> before,
            @ForAll @Size(max = 20) List<@From("commands") Command<?>> after) throws IOException {
        var book = new AccountBook(SMALL);
        before.forEach(book::apply);
        var restored = read(written(book));
        assertThat(restored.view()).isEqualTo(book.view());
        assertThat(restored.rooms()).isEqualTo(book.rooms());
        for (var command : after) {
            assertThat(restored.apply(command)).isEqualTo(book.apply(command));
        }
        assertThat(written(restored)).isEqualTo(written(book));
    }

    @Property(tries = 500)
    void aBrokenSnapshotIsRefusedAndNothingWorse(
            @ForAll @Size(max = 10) List<@From("commands") Command<?>> commands,
            @ForAll @IntRange(max = 2_000) int at, @ForAll byte value) throws IOException {
        var book = new AccountBook(SMALL);
        commands.forEach(book::apply);
        var bytes = written(book);
        bytes[at % bytes.length] = value;
        try {
            read(bytes);
        } catch (IOException refused) {
            assertThat(refused).isNotNull();
        }
        var cut = Arrays.copyOf(bytes, at % bytes.length);
        assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
    }

    @Property(tries = 300)
    void commandsAndOutcomesSurviveTheirEncoding(@ForAll("commands") Command<?> command) throws IOException {
        assertThat(BookCodec.decodeCommand(BookCodec.encode(command))).isEqualTo(command);
        Outcome outcome = new AccountBook(SMALL).apply(command);
        assertThat(OutcomeCodec.decode(OutcomeCodec.encode(outcome))).isEqualTo(outcome);
    }

    @Property(tries = 500)
    void bytesThatAreNoCommandAndNoOutcomeAreRefused(@ForAll @Size(max = 200) byte[] bytes) {
        try {
            OutcomeCodec.decode(bytes);
            BookCodec.decodeCommand(bytes);
        } catch (IOException refused) {
            assertThat(refused).isNotNull();
        }
    }

    @Test
    void aServerKeepsItsNumberAndGetsANewIncarnationEachTime() {
        var book = new AccountBook(BookLimits.DEFAULT);
        assertThat(book.apply(server(1, "ms-1", true)))
                .isEqualTo(new Outcome.ServerRegistered(ServerOrigin.of(1, 1), 1));
        assertThat(book.apply(server(2, "ms-2", true)))
                .isEqualTo(new Outcome.ServerRegistered(ServerOrigin.of(2, 1), 2));
        assertThat(book.apply(server(3, "ms-1", false)))
                .isEqualTo(new Outcome.ServerRegistered(ServerOrigin.of(1, 2), 3));
        assertThat(book.view().members()).map(ServerMember::origin).containsExactly(ServerOrigin.of(1, 2),
                ServerOrigin.of(2, 1));
        assertThat(book.view().members().getFirst().blankSince()).as("came back with its disk").isEqualTo(1);
        assertThat(book.lastIncarnation(new ServerId(1))).isEqualTo(2);
    }

    @Test
    void anOldLifeCannotExpelTheNewOne() {
        var book = new AccountBook(BookLimits.DEFAULT);
        book.apply(server(1, "ms-1", true));
        book.apply(server(2, "ms-1", false));
        assertThat(book.apply(new Command.Expel(Commands.id(3), ServerOrigin.of(1, 1), "dead")))
                .isEqualTo(new Outcome.NotInView());
        assertThat(book.apply(new Command.Expel(Commands.id(4), ServerOrigin.of(1, 2), "dead")))
                .isEqualTo(new Outcome.Expelled(3));
        assertThat(book.view().members()).isEmpty();
    }

    @Test
    void whyAServerWasExpelledIsKnownUntilTheViewChangesAgain() throws IOException {
        var book = new AccountBook(SMALL);
        book.apply(server(1, "ms-1", true));
        assertThat(book.viewReason()).isEmpty();
        book.apply(new Command.Expel(Commands.id(2), ServerOrigin.of(1, 1), "no heartbeat for 1000 ms"));
        book.apply(new Command.Expel(Commands.id(3), ServerOrigin.of(1, 1), "once more"));
        assertThat(book.viewReason()).contains("no heartbeat for 1000 ms");
        assertThat(read(written(book)).viewReason()).as("read from a snapshot").isEmpty();
        book.apply(server(4, "ms-1", false));
        assertThat(book.viewReason()).isEmpty();
    }

    @Test
    void anExpulsionOfBeforeThereWereReasonsIsStillRead() throws IOException {
        var expel = new Command.Expel(Commands.id(3), ServerOrigin.of(1, 2), "");
        var bytes = BookCodec.encode(expel);
        assertThat(BookCodec.decodeCommand(bytes)).isEqualTo(expel);
        bytes[0] = 4;
        assertThat(BookCodec.decodeCommand(Arrays.copyOf(bytes, bytes.length - 2))).isEqualTo(expel);
        assertThatThrownBy(() -> new Command.Expel(Commands.id(3), ServerOrigin.of(1, 2), "x".repeat(161)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesAreUniqueWithoutRegardToCase() {
        var book = new AccountBook(BookLimits.DEFAULT);
        assertThat(book.apply(Commands.signUp(1, "Elon", 1)))
                .isEqualTo(new Outcome.SignedUp());
        assertThat(book.apply(Commands.signUp(2, "eLON", 2)))
                .isEqualTo(new Outcome.NameTaken());
        assertThat(book.account(UserName.of("ELON")).orElseThrow().name().display()).isEqualTo("Elon");
    }

    @Test
    void anIdUsedForAnotherCommandIsRefused() {
        var book = new AccountBook(BookLimits.DEFAULT);
        book.apply(Commands.signUp(1, "elon", 1));
        assertThat(book.apply(Commands.signUp(1, "tony", 1)))
                .isEqualTo(new Outcome.IdReused());
        assertThat(book.accounts()).isEqualTo(1);
    }

    @Test
    void aRoomCreatedAgainByARetryThatCameLaterIsTheSameRoom() {
        var book = new AccountBook(BookLimits.DEFAULT);
        book.apply(server(1, "ms-1", true));
        assertThat(book.apply(room(2, "go", "Elon", 10))).isEqualTo(new Outcome.RoomCreated(1));
        assertThat(book.apply(room(2, "go", "Elon", 99))).isEqualTo(new Outcome.RoomCreated(1));
        assertThat(book.apply(room(2, "tea", "Elon", 99))).isEqualTo(new Outcome.IdReused());
        assertThat(book.rooms()).containsExactly(new Room(new RoomName("go"), RoomOrder.TOTAL,
                Optional.of(UserName.of("Elon")), 1, 10, Optional.empty()), Room.LOBBY);
    }

    @Test
    void theLobbyIsAlwaysThereAndCannotBeCreated() {
        var book = new AccountBook(BookLimits.DEFAULT);
        assertThat(book.rooms()).containsExactly(Room.LOBBY);
        assertThat(book.apply(room(1, "lobby", "elon", 1))).isEqualTo(new Outcome.NameTaken());
    }

    @Test
    void oneOwnerCannotTakeAllTheRooms() {
        var book = new AccountBook(BookLimits.DEFAULT);
        for (int i = 1; i <= 50; i++) {
            assertThat(book.apply(room(i, "room-" + i, i % 2 == 0 ? "elon" : "Elon", 1)))
                    .isEqualTo(new Outcome.RoomCreated(0));
        }
        assertThat(book.apply(room(51, "room-51", "ELON", 1))).isEqualTo(new Outcome.OwnerFull());
        assertThat(book.apply(room(52, "room-51", "tony", 1))).isEqualTo(new Outcome.RoomCreated(0));
    }

    @Test
    void namesOfRoomsFollowTheRule() {
        for (var good : List.of("a", "7", "a.b-c_d", "x".repeat(32))) {
            assertThat(new RoomName(good).value()).isEqualTo(good);
        }
        for (var bad : List.of("", "Go", "@private", "-a", ".a", "_a", "a b", "a/b", "a\n", "ä", "x".repeat(33))) {
            assertThatThrownBy(() -> new RoomName(bad)).as(bad).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a-z, 0-9");
        }
    }

    @Test
    void theViewNamesTheViewsBeforeItTheOldestFirstAndForgetsTheOldest() {
        var book = new AccountBook(SMALL);
        book.apply(server(1, "ms-1", true));
        assertThat(book.view().past()).as("before the first view there is none").isEmpty();
        book.apply(server(2, "ms-2", true));
        book.apply(new Command.Expel(Commands.id(3), ServerOrigin.of(1, 1), "dead"));
        var one = new ServerId(1);
        var two = new ServerId(2);
        assertThat(book.view().past()).containsExactly(new PastView(1, List.of(one)),
                new PastView(2, List.of(one, two)));
        for (int i = 4; i < 8; i++) {
            book.apply(server(i, "ms-2", false));
        }
        assertThat(book.view().past()).map(PastView::number).containsExactly(3L, 4L, 5L, 6L);
    }

    @Test
    void aSnapshotOfAnOlderVersionIsRefusedInWords() throws IOException {
        var bytes = written(new AccountBook(SMALL));
        bytes[5] = 2;
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(IOException.class)
                .hasMessageContaining("version 2, of an older version of this program");
        var command = BookCodec.encode(Commands.signUp(1, "elon", 1));
        command[0] = 1;
        assertThatThrownBy(() -> BookCodec.decodeCommand(command)).isInstanceOf(IOException.class)
                .hasMessageContaining("of an older version of this program");
    }

    private static Command.CreateRoom room(int id, String name, String owner, long at) {
        return new Command.CreateRoom(Commands.id(id), new RoomName(name), RoomOrder.TOTAL, UserName.of(owner), at,
                Optional.empty());
    }

    private static Command.RegisterServer server(int id, String name, boolean blank) {
        return new Command.RegisterServer(Commands.id(id), new ProcessName(name), new HostPort("127.0.0.1", 4000),
                new HostPort("127.0.0.1", 5000), blank);
    }

    private static List<Revocation> live(List<Revocation> revocations) {
        return revocations.stream().filter(revocation -> revocation.untilMillis() > NOW).toList();
    }

    private static byte[] written(AccountBook book) throws IOException {
        var bytes = new ByteArrayOutputStream();
        book.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static AccountBook read(byte[] bytes) throws IOException {
        return AccountBook.read(new DataInputStream(new ByteArrayInputStream(bytes)), SMALL);
    }
}
