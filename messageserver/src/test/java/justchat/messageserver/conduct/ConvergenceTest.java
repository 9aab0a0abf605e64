// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Payload.Measure;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

/// The same entries in whatever order give the same state: that of a twin which
/// keeps them all, of each message the copy at the least place, sorts them by place
/// and looks for the last one that counts.
class ConvergenceTest {
    private static final List<String> USERS = List.of("olga", "mona", "alan", "bob");
    private static final int MESSAGES = 6;
    private static final Comparator<Entry> BY_PLACE = Comparator.comparing(Entry::place);

    @Property(tries = 600)
    void aRoomIsTheSameWhateverTheOrder(@ForAll long seed) {
        var random = new Random(seed);
        var entries = entries(random, ConvergenceTest::roomPayload);
        var conduct = new RoomConduct(new RoomInfo("dev", Order.UNORDERED, "olga", 1, 0));
        show(conduct, shuffled(entries, random));

        var twin = new Twin(entries);
        assertThat(conduct.topic()).isEqualTo(twin.last(_ -> true, Payload.Topic.class).map(Payload.Topic::text).orElse(
                ""));
        for (var user : USERS) {
            assertThat(conduct.isMember(user)).as(user).isEqualTo(twin.isMember(user));
            assertThat(conduct.isModerator(user)).isEqualTo(user.equals("olga") || twin.measure(user,
                    Measure.PROMOTE, Measure.DEMOTE).filter(last -> last.measure() == Measure.PROMOTE).isPresent());
            for (var member : conduct.members(50)) {
                assertThat(member.muted()).isEqualTo(twin.stands(member.user(), Measure.MUTE, Measure.UNMUTE, 50));
            }
        }
        assertThat(conduct.memberCount()).isEqualTo(USERS.stream().filter(twin::isMember).count());
        for (int i = 0; i < MESSAGES; i++) {
            var overlay = conduct.overlay(message(i));
            assertThat(overlay.edited()).isEqualTo(twin.lastEntry(message(i), Payload.Edit.class).map(Entry::position));
            assertThat(overlay.erasedBy()).isEqualTo(twin.lastEntry(message(i), Payload.Erase.class).map(
                    Entry::author));
            assertThat(overlay.reactions()).isEqualTo(twin.reactions(message(i)));
        }
    }

    @Property(tries = 600)
    void whatIsPrivateIsTheSameWhateverTheOrder(@ForAll long seed) {
        var random = new Random(seed);
        var entries = entries(random, ConvergenceTest::personalPayload);
        var conduct = new PersonalConduct();
        show(conduct, shuffled(entries, random));

        var twin = new Twin(entries);
        for (var user : USERS) {
            assertThat(conduct.settings(user)).isEqualTo(twin.settings(user));
            assertThat(conduct.waiting(user, 0)).extracting(Waiting::place).isEqualTo(twin.waiting(user));
            for (var room : List.of("dev", "lobby")) {
                assertThat(conduct.read(user, room)).isEqualTo(twin.read(user, room));
            }
        }
    }

    private static void show(Conduct conduct, List<Entry> entries) {
        var ids = new HashSet<MessageId>();
        for (var entry : entries) {
            if (ids.add(entry.id())) {
                conduct.shown(entry);
            } else {
                conduct.copied(entry);
            }
        }
    }

    private static List<Entry> shuffled(List<Entry> entries, Random random) {
        var copy = new ArrayList<>(entries);
        Collections.shuffle(copy, random);
        return copy;
    }

    private static MessageId message(int number) {
        return new MessageId(new Instance(1, number % 2), 1 + number / 2);
    }

    private interface Payloads {
        Payload next(Random random);
    }

    private static List<Entry> entries(Random random, Payloads payloads) {
        var entries = new ArrayList<Entry>();
        var sequences = new HashMap<Origin, Long>();
        int letters = 0;
        for (int i = random.nextInt(60); i > 0; i--) {
            var origin = new Origin(1 + random.nextInt(3), 1);
            long sequence = sequences.merge(origin, 1L, Long::sum);
            var position = new Position(origin, sequence);
            long time = sequence * 2 + random.nextInt(2);
            if (!entries.isEmpty() && random.nextInt(3) == 0) {
                entries.add(copy(any(entries, random), position, time, random.nextInt(100)));
            } else {
                var payload = payloads.next(random);
                var id = payload instanceof Payload.Letter ? message(letters++) : new MessageId(new Instance(2, i), 1);
                entries.add(new Entry(position, id, any(USERS, random), VersionVector.empty(), random.nextInt(100),
                        payload, time, 0));
            }
        }
        return entries;
    }

    private static Entry copy(Entry entry, Position position, long time, long stampedAtMillis) {
        return new Entry(position, entry.id(), entry.author(), entry.dependencies(), stampedAtMillis, entry.payload(),
                time, 0);
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static Payload roomPayload(Random random) {
        var target = message(random.nextInt(MESSAGES));
        var text = "text " + random.nextInt(100);
        return switch (random.nextInt(8)) {
            case 0 -> new Payload.Topic(text);
            case 1 -> new Payload.Membership(random.nextBoolean());
            case 2 -> new Payload.Edit(target, text);
            case 3 -> new Payload.Erase(List.of(target, message(random.nextInt(MESSAGES))));
            case 4 -> new Payload.Reaction(target, any(List.of("+1", "!"), random), random.nextBoolean());
            default -> new Payload.Sanction(any(USERS.subList(1, 4), random), any(List.of(Measure.values()), random),
                    random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(100)));
        };
    }

    private static Payload personalPayload(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Payload.Letter(any(USERS, random), Bytes.of(new byte[1 + random.nextInt(9)]));
            case 1 -> new Payload.Collected(List.of(message(random.nextInt(8)), message(random.nextInt(8))));
            case 2 -> new Payload.Setting(any(List.of("bell", "colour"), random), "value " + random.nextInt(9));
            default -> {
                var read = VersionVector.empty();
                for (int i = random.nextInt(4); i > 0; i--) {
                    read = read.with(new Position(new Origin(1 + random.nextInt(3), 1), 1 + random.nextInt(50)));
                }
                yield new Payload.Marker(any(List.of("dev", "lobby"), random), read);
            }
        };
    }

    /// All messages by place.
    private record Twin(List<Entry> entries) {
        Twin {
            entries = entries.stream().collect(Collectors.toMap(Entry::id, entry -> entry, BinaryOperator.minBy(
                    BY_PLACE))).values().stream().sorted(BY_PLACE).toList();
        }

        <T extends Payload> Optional<T> last(Predicate<Entry> counts, Class<T> kind) {
            return entries.stream().filter(counts).map(Entry::payload).filter(kind::isInstance).map(kind::cast).reduce((
                    _, later) -> later);
        }

        Optional<Payload.Sanction> measure(String user, Measure one, Measure other) {
            return last(entry -> entry.payload() instanceof Payload.Sanction said && said.user().equals(user)
                    && (said.measure() == one || said.measure() == other), Payload.Sanction.class);
        }

        boolean stands(String user, Measure measure, Measure lifted, long atMillis) {
            var last = measure(user, measure, lifted);
            return last.isPresent() && last.get().measure() == measure && atMillis < last.get().untilMillis().orElse(
                    Long.MAX_VALUE);
        }

        boolean isMember(String user) {
            var last = entries.stream().filter(entry -> switch (entry.payload()) {
                case Payload.Membership _ -> entry.author().equals(user);
                case Payload.Sanction(String name, Measure measure, var _) -> name.equals(user)
                        && (measure == Measure.KICK || measure == Measure.BAN || measure == Measure.UNBAN);
                default -> false;
            }).reduce((_, later) -> later);
            return last.isEmpty()
                    ? user.equals("olga")
                    : last.get().payload() instanceof Payload.Membership(boolean joined) && joined && !stands(user,
                            Measure.BAN, Measure.UNBAN, last.get().stampedAtMillis());
        }

        Optional<Entry> lastEntry(MessageId target, Class<? extends Payload> kind) {
            return entries.stream().filter(entry -> kind.isInstance(entry.payload())).filter(entry -> switch (entry
                    .payload()) {
                case Payload.Edit(var edited, String _) -> edited.equals(target);
                case Payload.Erase(var erased) -> erased.contains(target);
                default -> false;
            }).reduce((_, later) -> later);
        }

        Map<String, List<String>> reactions(MessageId target) {
            var result = new TreeMap<String, TreeSet<String>>();
            for (var entry : entries) {
                if (entry.payload() instanceof Payload.Reaction(var reacted, String sign, boolean withdrawn)
                        && reacted.equals(target)) {
                    var users = result.computeIfAbsent(sign, _ -> new TreeSet<>());
                    if (withdrawn) {
                        users.remove(entry.author());
                    } else {
                        users.add(entry.author());
                    }
                }
            }
            result.values().removeIf(TreeSet::isEmpty);
            var lists = new TreeMap<String, List<String>>();
            result.forEach((sign, users) -> lists.put(sign, List.copyOf(users)));
            return lists;
        }

        Map<String, String> settings(String user) {
            var result = new TreeMap<String, String>();
            for (var entry : entries) {
                if (entry.author().equals(user)
                        && entry.payload() instanceof Payload.Setting(String name, String value)) {
                    result.put(name, value);
                }
            }
            return result;
        }

        List<Place> waiting(String user) {
            return entries.stream().filter(entry -> entry.payload() instanceof Payload.Letter letter
                    && letter.recipient().equals(user)).filter(letter -> entries.stream().noneMatch(
                            entry -> entry.author().equals(user)
                                    && entry.payload() instanceof Payload.Collected(var letters)
                                    && letters.contains(letter.id())))
                    .map(Entry::place).toList();
        }

        VersionVector read(String user, String room) {
            var read = VersionVector.empty();
            for (var entry : entries) {
                if (entry.author().equals(user) && entry.payload() instanceof Payload.Marker(String of, var vector)
                        && of.equals(room)) {
                    read = read.merge(vector);
                }
            }
            return read;
        }
    }
}
