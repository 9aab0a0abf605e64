// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Payload.Measure;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

class RoomConductTest {
    private static final Payload JOIN = new Payload.Membership(true);
    private static final Payload LEAVE = new Payload.Membership(false);
    private static final Payload HELLO = new Payload.Text("hello");
    private static final MessageId UNKNOWN = new MessageId(new Instance(7, 7), 7);

    private final RoomConduct room = new RoomConduct(new RoomInfo("dev", Order.CAUSAL, "olga", 3, 0));
    private final Scene dev = new Scene(room);
    private final RoomConduct lobbyConduct = new RoomConduct(RoomInfo.LOBBY);
    private final Scene lobby = new Scene(lobbyConduct);

    /// Olga owns the room, Mona moderates it, Alan and Bob are in it.
    @BeforeEach
    void people() {
        for (var user : List.of("mona", "alan", "bob")) {
            dev.says(user, JOIN);
        }
        dev.says("olga", sanction("mona", Measure.PROMOTE));
    }

    @Test
    void onlyMembersSaySomething() {
        dev.says("olga", HELLO);
        dev.says("alan", HELLO);

        assertThat(dev.told("eve", HELLO)).isEqualTo("you are not in dev");
        assertThat(dev.told("eve", LEAVE)).isEqualTo("you are not in dev");
        assertThat(dev.told("alan", JOIN)).isEqualTo("you are in dev already");
        dev.says("alan", LEAVE);
        assertThat(dev.told("alan", HELLO)).isEqualTo("you are not in dev");
        assertThat(room.mayRead("alan")).isFalse();
        assertThat(room.mayRead("bob")).isTrue();
    }

    @Test
    void saysWhoIsThere() {
        dev.says("mona", sanction("alan", Measure.MUTE));

        assertThat(room.members(dev.nowMillis)).containsExactly(new RoomMember("alan", false, false, true),
                new RoomMember("bob", false, false, false), new RoomMember("mona", false, true, false),
                new RoomMember("olga", true, true, false));
        assertThat(room.memberCount()).isEqualTo(4);
        dev.says("bob", LEAVE);
        assertThat(room.memberCount()).isEqualTo(3);
    }

    @Test
    void theMutedReadAndEraseButDoNotWriteUntilTheTimeIsOver() {
        var own = dev.says("alan", HELLO);
        dev.says("mona", new Payload.Sanction("alan", Measure.MUTE, OptionalLong.of(dev.nowMillis + 12 * 60_000)));

        assertThat(dev.told("alan", HELLO)).isEqualTo("you are muted in dev for another 12 minutes");
        assertThat(dev.told("alan", new Payload.Edit(own, "no"))).startsWith("you are muted");
        assertThat(dev.told("alan", new Payload.Reaction(own, "+1", false))).startsWith("you are muted");
        assertThat(room.mayRead("alan")).isTrue();
        dev.says("alan", new Payload.Erase(List.of(own)));
        dev.nowMillis += 12 * 60_000;
        dev.says("alan", HELLO);
        dev.says("mona", sanction("alan", Measure.MUTE));
        assertThat(dev.told("alan", HELLO)).isEqualTo("you are muted in dev");
        dev.says("mona", sanction("alan", Measure.UNMUTE));
        dev.says("alan", HELLO);
        assertThat(dev.told("mona", sanction("alan", Measure.UNMUTE))).isEqualTo("alan is not muted");
    }

    @Test
    void theKickedMayComeBackAndTheBannedNotBeforeTheirTime() {
        dev.says("mona", sanction("alan", Measure.KICK));
        assertThat(room.isMember("alan")).isFalse();
        dev.says("alan", JOIN);

        dev.says("mona", new Payload.Sanction("alan", Measure.BAN, OptionalLong.of(dev.nowMillis + 3_600_000 * 49)));
        assertThat(room.isMember("alan")).isFalse();
        assertThat(dev.told("alan", JOIN)).isEqualTo("you are banned from dev for another 3 days");
        assertThat(dev.told("alan", HELLO)).isEqualTo("you are not in dev");
        dev.nowMillis += 3_600_000 * 49;
        dev.says("alan", JOIN);
        assertThat(room.isMember("alan")).isTrue();

        dev.says("mona", sanction("eve", Measure.BAN));
        assertThat(dev.told("eve", JOIN)).isEqualTo("you are banned from dev");
        dev.says("mona", sanction("eve", Measure.UNBAN));
        assertThat(room.isMember("eve")).isFalse();
        dev.says("eve", JOIN);
    }

    @Test
    void onlyModeratorsModerateAndOnlyTheOwnerActsAgainstThem() {
        dev.says("olga", new Payload.Topic("release"));
        dev.says("mona", new Payload.Topic("release on Friday"));
        assertThat(room.topic()).isEqualTo("release on Friday");
        assertThat(dev.told("alan", new Payload.Topic("mine"))).isEqualTo("only moderators may set the topic of dev");
        for (var measure : Measure.values()) {
            assertThat(dev.told("alan", sanction("bob", measure))).isEqualTo("only moderators may do that in dev");
            assertThat(dev.told("mona", sanction("olga", measure))).isEqualTo("dev is olga's room");
            assertThat(dev.told("mona", sanction("mona", measure))).isEqualTo("that is for others to do");
        }
        assertThat(dev.told("mona", sanction("bob", Measure.PROMOTE))).startsWith("only the owner may");
        dev.says("olga", sanction("bob", Measure.PROMOTE));
        assertThat(dev.told("mona", sanction("bob", Measure.KICK))).isEqualTo(
                "only the owner may act against a moderator");
        dev.says("olga", sanction("bob", Measure.DEMOTE));
        assertThat(room.isModerator("bob")).isFalse();
        dev.says("mona", sanction("bob", Measure.KICK));
    }

    @Test
    void whatWouldHaveNoEffectIsRefused() {
        assertThat(dev.told("olga", sanction("eve", Measure.KICK))).isEqualTo("eve is not in dev");
        assertThat(dev.told("olga", sanction("eve", Measure.PROMOTE))).isEqualTo("eve is not in dev");
        assertThat(dev.told("olga", sanction("bob", Measure.DEMOTE))).isEqualTo("bob is no moderator");
        assertThat(dev.told("olga", sanction("bob", Measure.UNBAN))).isEqualTo("bob is not banned");
        assertThat(dev.told("olga", new Payload.Sanction("bob", Measure.BAN, OptionalLong.of(dev.nowMillis))))
                .isEqualTo("that would be over already");
        assertThat(dev.told("olga", new Payload.Sanction("bob", Measure.KICK, OptionalLong.of(dev.nowMillis + 1))))
                .isEqualTo("only mutes and bans end by themselves");
        assertThat(dev.told("olga", new Payload.Letter("bob", Bytes.of(new byte[1])))).isNotEmpty();
        assertThat(dev.told("olga", new Payload.Fold(VersionVector.empty().with(new Position(new Origin(1, 1), 1)))))
                .isNotEmpty();
    }

    @Test
    void onesOwnTextsAreEditedAndNobodyElses() {
        var text = dev.says("alan", HELLO);
        var answer = dev.says("bob", new Payload.Reply(text, "hi"));
        var file = dev.says("alan", new Payload.FileNotice("a.txt", 1, new ContentHash("0".repeat(64))));

        dev.says("alan", new Payload.Edit(text, "hello!"));
        dev.says("bob", new Payload.Edit(answer, "hi!"));
        assertThat(room.overlay(text).edited()).contains(dev.shown.get(dev.shown.size() - 2).position());
        assertThat(dev.told("mona", new Payload.Edit(text, "no"))).isEqualTo("only who wrote a message may edit it");
        assertThat(dev.told("alan", new Payload.Edit(file, "no"))).isEqualTo("only texts can be edited");
        assertThat(dev.told("alan", new Payload.Edit(UNKNOWN, "no"))).isEqualTo("there is no such message in dev");
        assertThat(dev.told("alan", new Payload.Reply(UNKNOWN, "no"))).isEqualTo("there is no such message in dev");
        assertThat(room.overlay(file)).isSameAs(Overlay.NONE);
    }

    @Test
    void anEntryThatIsNoMessageCannotBeEditedNorErasedNorAnswered() {
        var text = dev.says("alan", HELLO);
        var edit = dev.says("alan", new Payload.Edit(text, "hello!"));

        assertThat(dev.told("alan", new Payload.Edit(edit, "x"))).isEqualTo("there is no such message in dev");
        assertThat(dev.told("alan", new Payload.Erase(List.of(edit)))).isEqualTo("there is no such message in dev");
        assertThat(dev.told("alan", new Payload.Reply(edit, "x"))).isEqualTo("there is no such message in dev");
        assertThat(dev.told("alan", new Payload.Reaction(edit, "x", false))).isEqualTo(
                "there is no such message in dev");
    }

    @Test
    void onesOwnMessagesAreErasedAndByModeratorsAll() {
        var first = dev.says("alan", HELLO);
        var second = dev.says("alan", HELLO);
        var other = dev.says("bob", HELLO);

        assertThat(dev.told("alan", new Payload.Erase(List.of(first, other)))).startsWith("only who wrote");
        dev.says("alan", new Payload.Erase(List.of(first)));
        dev.says("mona", new Payload.Erase(List.of(second, other)));
        assertThat(room.overlay(first).erasedBy()).contains("alan");
        assertThat(room.overlay(other).erasedBy()).contains("mona");
        assertThat(dev.told("alan", new Payload.Edit(first, "x"))).isEqualTo("alan has erased that message");
        assertThat(dev.told("bob", new Payload.Reaction(first, "x", false))).isEqualTo("alan has erased that message");
    }

    @Test
    void reactionsAreCountedByUserAndSign() {
        var text = dev.says("alan", HELLO);
        dev.says("bob", new Payload.Reaction(text, "+1", false));
        dev.says("alan", new Payload.Reaction(text, "+1", false));
        dev.says("bob", new Payload.Reaction(text, "!", false));
        dev.says("bob", new Payload.Reaction(text, "!", true));

        assertThat(room.overlay(text).reactions()).isEqualTo(Map.of("+1", List.of("alan", "bob")));
        assertThat(dev.told("bob", new Payload.Reaction(text, "!", true)))
                .isEqualTo("you have not put that sign there");
        for (int i = 2; i < RoomConduct.MAX_SIGNS_OF_USER; i++) {
            dev.says("bob", new Payload.Reaction(text, "sign" + i, false));
        }
        assertThat(dev.told("bob", new Payload.Reaction(text, "one more", false))).isEqualTo(
                "that message has too many signs");
        dev.says("bob", new Payload.Reaction(text, "!", false));
    }

    @Test
    void anInstanceThatTwoUsersClaimBelongsToNeitherAlone() {
        var id = new MessageId(new Instance(5, 5), 1);
        var next = new MessageId(new Instance(5, 5), 2);
        dev.show(entry(1, id, "alan", HELLO));
        dev.show(entry(2, next, "bob", HELLO));

        assertThat(room.authorOf(id)).contains("alan");
        assertThat(room.authorOf(next)).contains("bob");
        assertThat(dev.told("alan", new Payload.Edit(next, "x"))).isEqualTo("only who wrote a message may edit it");
        assertThat(room.authorOf(new MessageId(new Instance(5, 5), 257))).isEmpty();
        assertThat(room.authorOf(new MessageId(new Instance(5, 5), 65))).isEmpty();
    }

    @Test
    void everybodyIsInTheLobbyForGoodAndNobodyModeratesIt() {
        var text = lobby.says("anybody", HELLO);
        assertThat(lobbyConduct.isMember("whoever")).isTrue();
        assertThat(lobby.told("anybody", LEAVE)).isEqualTo("everybody is in lobby");
        assertThat(lobby.told("anybody", JOIN)).isEqualTo("you are in lobby already");
        assertThat(lobby.told("anybody", new Payload.Topic("x"))).isEqualTo(
                "lobby has no moderators: nobody may set its topic");
        assertThat(lobby.told("anybody", sanction("other", Measure.BAN))).startsWith("lobby has no moderators");
        assertThat(lobby.told("other", new Payload.Erase(List.of(text)))).isEqualTo(
                "only who wrote a message may erase it");
        lobby.says("anybody", new Payload.Erase(List.of(text)));
        assertThat(lobbyConduct.members(0)).isEmpty();
    }

    @Test
    void aJoinThatWasConcurrentToABanIsVoidOnEveryServer() {
        var ban = entry(11, new MessageId(new Instance(1, 1), 1), "mona", new Payload.Sanction("alan", Measure.BAN,
                OptionalLong.of(5_000)));
        var leave = entry(10, new MessageId(new Instance(1, 2), 1), "alan", LEAVE);
        var join = entry(12, new MessageId(new Instance(1, 2), 2), "alan", JOIN);
        for (var order : List.of(List.of(ban, leave, join), List.of(leave, join, ban), List.of(leave, ban, join))) {
            var conduct = new RoomConduct(new RoomInfo("dev", Order.FIFO, "olga", 3, 0));
            order.forEach(conduct::shown);
            assertThat(conduct.isMember("alan")).isFalse();
        }
    }

    private static Payload sanction(String user, Measure measure) {
        return new Payload.Sanction(user, measure, OptionalLong.empty());
    }

    private static Entry entry(long time, MessageId id, String author, Payload payload) {
        return new Entry(new Position(new Origin(2, 1), time), id, author, VersionVector.empty(), 1_000, payload, time,
                0);
    }
}
