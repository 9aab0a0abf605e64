// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import justchat.client.model.Entry;
import justchat.client.model.Input;
import justchat.client.model.Instance;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Order;
import justchat.client.model.Origin;
import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomSummary;
import justchat.client.model.Seen;
import justchat.client.model.ShownEntry;

import static org.assertj.core.api.Assertions.assertThat;

/// A client whose servers fail, or move it, at random while others talk in two rooms,
/// and who talks and switches at random: whatever happens, each message of others is on
/// the screen once, in the room's order, and each of its own is stored once.
class ManyFailoversTest {
    private static final Instance SELF = new Instance("aa".repeat(16));
    private static final Instance OTHER = new Instance("bb".repeat(16));
    private static final List<String> ROOMS = List.of("lobby", "dev");

    @Property(tries = 400)
    void eachMessageIsShownOnceAndInOrder(@ForAll long seed) {
        new Run(new Random(seed), 200).run();
    }

    /// Who lets much be unread reads the new before the old, but all of it, once.
    @Property(tries = 200)
    void whatWaitsForTheInboxIsShownOnceToo(@ForAll long seed) {
        new Run(new Random(seed), 1).run();
    }

    /// All that the servers hold; a server of the moment delivers a room from the
    /// beginning to where it has got.
    private static final class Run {
        private final Random random;
        private final ClientCore core = new ClientCore(new ClientCore.Settings("lobby", SELF, Path.of("/x"),
                ZoneOffset.UTC, 0, true, Map.of()));
        private final Map<String, List<Entry>> logs = new LinkedHashMap<>();
        private final Map<String, List<String>> screen = new LinkedHashMap<>();
        /// What the session of the moment reads: how much of each room's log it was sent.
        private final Map<String, Integer> sent = new LinkedHashMap<>();
        private final Map<String, Seen> openedWith = new LinkedHashMap<>();
        private final Deque<Effect> asked = new ArrayDeque<>();
        /// Asked of a session that is gone.
        private final Deque<Effect> hopeless = new ArrayDeque<>();
        private final Set<String> posted = new HashSet<>();
        private boolean attached;
        private boolean attaching;
        private int said;
        private long nanos;

        private final int inbox;

        Run(Random random, int inbox) {
            this.random = random;
            this.inbox = inbox;
            for (var room : List.of("lobby", "dev", "@private")) {
                logs.put(room, new ArrayList<>());
                screen.put(room, new ArrayList<>());
            }
        }

        void run() {
            hear(new Event.LogInAsked(new Login("elon", "secret", false)));
            hear(new Event.LoggedIn("elon", "lb-1", Script.CLOCK));
            for (int step = 0; step < 150; step++) {
                step(random.nextInt(12));
            }
            settle();
            for (var room : ROOMS) {
                var others = logs.get(room).stream().filter(entry -> entry.author().equals("tony")).map(Run::text)
                        .distinct().toList();
                var shown = assertThat(screen.get(room)).as(room).filteredOn(text -> text.startsWith("tony"));
                if (inbox > 1) {
                    shown.isEqualTo(others);
                } else {
                    shown.containsExactlyInAnyOrderElementsOf(others);
                }
                assertThat(screen.get(room)).as(room).doesNotHaveDuplicates();
                assertThat(logs.get(room).stream().filter(entry -> entry.author().equals("elon")).map(Run::text)
                        .distinct().count()).isEqualTo(posted.stream().filter(text -> text.startsWith("elon " + room))
                                .count());
            }
            assertThat(core.unsent()).isZero();
        }

        private void step(int die) {
            switch (die) {
                case 0, 1, 2 -> {
                    var room = room();
                    append(room, OTHER, "tony", new Payload.Text("tony " + ++said), said);
                    if (random.nextInt(6) == 0) {
                        append(room, OTHER, "tony", new Payload.Text("tony " + said), said);
                    }
                }
                case 3, 4, 5 -> deliver(room());
                case 6, 7 -> answer();
                case 8 -> {
                    var text = "elon " + core.bar(now()).room() + " " + ++said;
                    posted.add(text);
                    hear(new Event.Asked(new Input.Say(text)));
                }
                case 9 -> hear(new Event.Asked(new Input.Switch(1 + random.nextInt(2))));
                case 10 -> {
                    if (attached && random.nextInt(3) == 0) {
                        move();
                    } else if (attached && random.nextBoolean()) {
                        detach();
                    } else if (attaching) {
                        attach();
                    }
                }
                default -> {
                    nanos += random.nextLong(8_000_000_000L);
                    hear(new Event.Tick());
                }
            }
        }

        /// No more failures; everything is delivered, and everything unread is looked
        /// at.
        private void settle() {
            if (attaching) {
                attach();
            }
            for (int round = 0; round < 6; round++) {
                drain();
                hear(new Event.Asked(new Input.Switch(1 + round % 2)));
                hear(new Event.Asked(new Input.Inbox(OptionalInt.of(200))));
            }
            drain();
        }

        private void drain() {
            for (int i = 0; i < 400; i++) {
                List.copyOf(logs.keySet()).forEach(this::deliver);
                answer();
            }
            nanos += 10_000_000_000L;
            hear(new Event.Tick());
        }

        private String room() {
            return ROOMS.get(random.nextInt(ROOMS.size()));
        }

        private void append(String room, Instance instance, String author, Payload payload, long sequence) {
            var origin = new Origin(1 + random.nextInt(3), 1);
            var log = logs.get(room);
            long next = 1 + log.stream().filter(entry -> entry.origin().equals(origin)).count();
            log.add(new Entry(origin, next, new MessageId(instance, sequence), author, 0, payload));
        }

        private void deliver(String room) {
            var log = logs.get(room);
            var next = sent.get(room);
            if (next == null || next >= log.size()) {
                return;
            }
            var entry = log.get(next);
            sent.put(room, next + 1);
            if (!openedWith.get(room).covers(entry.origin(), entry.sequence())) {
                hear(new Event.Delivered(room, List.of(entry), Script.CLOCK));
                if (random.nextInt(8) == 0) {
                    hear(new Event.Delivered(room, List.of(entry), Script.CLOCK));
                }
            }
        }

        private void detach() {
            attached = false;
            leave();
            hear(new Event.Detached("ms-1", "gone", 0));
        }

        /// To another server, which took the session while this one went on. Questions are
        /// asked there again.
        private void move() {
            var questions = asked.stream().filter(question -> !(question instanceof Effect.Open
                    || question instanceof Effect.Post)).toList();
            leave();
            hopeless.removeAll(questions);
            hear(new Event.Moved(session()));
            asked.addAll(questions);
        }

        private void leave() {
            sent.clear();
            openedWith.clear();
            var unanswered = List.copyOf(asked);
            asked.clear();
            for (var question : unanswered) {
                if (question instanceof Effect.Post post) {
                    if (random.nextBoolean()) {
                        store(post);
                    }
                } else if (!(question instanceof Effect.Open)) {
                    hopeless.add(question);
                }
            }
        }

        private void attach() {
            attached = true;
            attaching = false;
            hear(session());
        }

        private Event.Attached session() {
            return new Event.Attached("ms-2", "lb-1", ROOMS.stream().map(Run::summary).toList(),
                    Map.of("inbox", Integer.toString(inbox)),
                    0, Script.CLOCK);
        }

        private static RoomSummary summary(String room) {
            return new RoomSummary(new RoomInfo(room, Order.CAUSAL, "", 0), "", 2, true, 0, Seen.nothing(), 0);
        }

        private void store(Effect.Post post) {
            var log = logs.get(post.room());
            boolean known = log.stream().anyMatch(entry -> entry.id().equals(post.id()));
            if (!known || random.nextInt(4) == 0) {
                append(post.room(), SELF, "elon", post.payload(), post.id().sequence());
            }
        }

        /// Answers the oldest question of this session.
        private void answer() {
            switch (hopeless.poll()) {
                case Effect.AskUnread ask -> hear(new Event.AskFailed(ask.request(), "gone"));
                case Effect.AskHistory ask -> hear(new Event.AskFailed(ask.request(), "gone"));
                case null, default -> {
                }
            }
            var question = asked.poll();
            switch (question) {
                case null -> {
                }
                case Effect.Open open -> {
                    openedWith.put(open.room(), open.seen().orElse(Seen.nothing()));
                    sent.put(open.room(), 0);
                    hear(new Event.Opened(summary(open.room()), 0, open.seen().orElse(Seen.nothing()), Script.CLOCK));
                }
                case Effect.Post post -> {
                    store(post);
                    hear(new Event.Stored(post.room(), post.id(), 3, 3, Script.CLOCK));
                }
                case Effect.AskUnread ask -> hear(new Event.PageRead(ask.request(), unread(ask)));
                case Effect.AskHistory ask -> hear(new Event.PageRead(ask.request(), new Page(List.of(), Optional
                        .empty(), 0)));
                default -> throw new AssertionError(question);
            }
        }

        private Page unread(Effect.AskUnread ask) {
            var here = logs.get(ask.room()).subList(0, sent.getOrDefault(ask.room(), 0));
            var ids = new HashSet<MessageId>();
            var all = here.stream().filter(
                    entry -> ids.add(entry.id()) && entry.author().equals("tony") && !ask.read().covers(entry.origin(),
                            entry.sequence()))
                    .toList();
            var some = all.subList(0, Math.min(ask.limit(), all.size()));
            return new Page(some.stream().map(entry -> new ShownEntry(entry, new Place(0, entry.sequence(), entry
                    .origin(), entry.sequence()), false, Map.of())).toList(), Optional.empty(), all.size() - some
                            .size());
        }

        private void hear(Event event) {
            core.handle(event, now()).forEach(this::perform);
        }

        private void perform(Effect effect) {
            switch (effect) {
                case Effect.Show show -> note(show.notice());
                case Effect.Retell retell -> note(retell.notice());
                case Effect.Attach _ -> attaching = true;
                case Effect.Open _,Effect.Post _ -> {
                    assertThat(attached).isTrue();
                    asked.add(effect);
                }
                case Effect.AskUnread _,Effect.AskHistory _ -> (attached ? asked : hopeless).add(effect);
                default -> {
                    // who comes in
                }
            }
        }

        private void note(Notice notice) {
            switch (notice) {
                case Notice.Said said -> screen.get(core.bar(now()).room()).add(said.text());
                case Notice.Listed listed -> listed.messages().forEach(message -> screen.get(listed.room()).add(message
                        .text()));
                default -> {
                    // nothing that was said in a room
                }
            }
        }

        private Now now() {
            return new Now(nanos, nanos / Now.NANOS_PER_MILLI);
        }

        private static String text(Entry entry) {
            return ((Payload.Text) entry.payload()).text();
        }
    }
}
