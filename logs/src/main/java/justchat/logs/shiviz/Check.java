// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/// Whether the clocks of a merged log can be those of a real run. ShiViz draws
/// false ones without a word.
///
/// Checked is that no clock names an event that is not there; that, if an
/// event's clock names event e of a process, it is at least e's clock
/// (transitivity); and that all events can happen, each after those that it
/// names (no cycle). That the numbers of each process are 1, 2, 3, ... is an
/// invariant of [MergedLog]. Where clocks can be believed, what events say is
/// checked too: what [RoomOrder] tells.
///
/// Takes a time of the order of events times processes, and a memory of the order
/// of what changes from clock to clock.
public final class Check {
    private static final int VIOLATIONS_TOLD = 20;

    private final MergedLog log;
    private final List<Timeline> timelines;
    /// Of each name, whose timeline it is; -1: nobody's.
    private final int[] by;
    private final Sequence order;
    private final List<Violation> violations = new ArrayList<>();
    /// Of each timeline, how many events have happened, who waits for more, the clock after the last, and where in
    /// the order each is.
    private final int[] happened;
    private final List<List<Integer>> waiting = new ArrayList<>();
    private final long[][] clocks;
    private final int[][] place;
    /// The clock of an event that is named. Used again and again.
    private final long[] named;
    /// What an event names that is still to be looked at. Used again and again.
    private int[] openWho = new int[16];

    private Check(MergedLog log) {
        this.log = log;
        this.timelines = List.copyOf(log.timelines().values());
        this.by = new int[log.names().size()];
        Arrays.fill(by, -1);
        this.order = new Sequence(timelines);
        this.happened = new int[timelines.size()];
        this.clocks = new long[timelines.size()][by.length];
        this.place = new int[timelines.size()][];
        this.named = new long[by.length];
        for (int index = 0; index < timelines.size(); index++) {
            by[timelines.get(index).process()] = index;
            place[index] = new int[timelines.get(index).size()];
            waiting.add(new ArrayList<>());
        }
    }

    /// Of a log of which nothing is known to be missing.
    public static Check of(MergedLog log) {
        return of(log, true);
    }

    /// @param whole
    ///            false if something is known to be missing: that something was received which nobody sent is then no
    ///            violation
    public static Check of(MergedLog log, boolean whole) {
        var check = new Check(log);
        check.replay();
        if (check.violations.isEmpty()) {
            check.violations.addAll(RoomOrder.violations(check.order, whole));
        }
        return check;
    }

    public boolean holds() {
        return violations.isEmpty();
    }

    /// What is wrong, in words, at most 20 and a line that counts the rest.
    public List<String> violations() {
        var told = new ArrayList<>(violations.stream().limit(VIOLATIONS_TOLD).map(Violation::words).toList());
        if (violations.size() <= VIOLATIONS_TOLD) {
            return List.copyOf(told);
        }
        told.add("and " + (violations.size() - VIOLATIONS_TOLD) + " more");
        return List.copyOf(told);
    }

    /// Where the first violation shows, if there is any.
    public Optional<Event> first() {
        return violations.stream().findFirst().map(Violation::event);
    }

    /// What happened before this event, itself included, in an order that extends happened-before.
    public List<Event> past(Event event) {
        return order.stream().filter(earlier -> earlier.number() <= event.clock().at(earlier.process())).toList();
    }

    /// All events in an order that extends happened-before; those which cannot
    /// happen, if any, are at the end.
    public List<Event> order() {
        return Collections.unmodifiableList(order);
    }

    private void add(int process, int event, String words) {
        var where = timelines.get(process).get(event);
        violations.add(new Violation(where.name() + " " + words, where));
    }

    /// Lets every process go on as far as it can, until none can.
    private void replay() {
        var ready = new ArrayDeque<Integer>();
        IntStream.range(0, timelines.size()).forEach(ready::add);
        while (!ready.isEmpty()) {
            int process = ready.poll();
            int before = happened[process];
            goOn(process);
            if (happened[process] > before) {
                ready.addAll(waiting.get(process));
                waiting.get(process).clear();
            }
        }
        reportStuck();
    }

    private void reportStuck() {
        int stuck = 0;
        Event one = null;
        for (int process = 0; process < timelines.size(); process++) {
            for (int event = happened[process]; event < timelines.get(process).size(); event++) {
                one = one == null ? timelines.get(process).get(event) : one;
                order.add(process, event);
                stuck++;
            }
        }
        if (one != null) {
            violations.add(new Violation(stuck
                    + " events can never happen, since they wait for one another; one is " + one.name(), one));
        }
    }

    private void goOn(int process) {
        var timeline = timelines.get(process);
        for (int event = happened[process]; event < timeline.size(); event++) {
            int from = timeline.changesFrom(event);
            int to = timeline.changesFrom(event + 1);
            for (int change = from; change < to; change++) {
                int other = by[timeline.who(change)];
                // Events that are not there are reported; nobody waits for them.
                if (other >= 0 && other != process
                        && Math.min(timeline.time(change), timelines.get(other).size()) > happened[other]) {
                    waiting.get(other).add(process);
                    return;
                }
            }
            verify(process, event);
            place[process][event] = order.size();
            order.add(process, event);
            happened[process] = event + 1;
        }
    }

    /// All that it names happened, and was verified, before. So if it knows what the latest of these knew, it knows
    /// what those knew that this one names; only the others are left to be looked at.
    private void verify(int process, int event) {
        var timeline = timelines.get(process);
        var now = clocks[process];
        int from = timeline.changesFrom(event);
        int to = timeline.changesFrom(event + 1);
        boolean forgot = false;
        int open = 0;
        for (int change = from; change < to; change++) {
            int who = timeline.who(change);
            long time = timeline.time(change);
            forgot |= time < now[who];
            if (by[who] != process && time > now[who]) {
                openWho = open == openWho.length ? Arrays.copyOf(openWho, 2 * open) : openWho;
                openWho[open++] = who;
            }
            now[who] = time;
        }
        if (forgot) {
            add(process, event, "names " + timeline.get(event - 1).name() + " but not all that this one names");
        }
        verifyNamed(process, event, open);
    }

    private void verifyNamed(int process, int event, int count) {
        var now = clocks[process];
        int open = count;
        while (open > 0) {
            int latest = latest(now, open);
            int who = openWho[latest];
            int other = by[who];
            openWho[latest] = openWho[--open];
            if (other < 0 || now[who] > timelines.get(other).size()) {
                add(process, event, "names " + log.names().name(who) + " event " + now[who] + ", which is not there");
                continue;
            }
            Arrays.fill(named, 0);
            timelines.get(other).timesAt((int) now[who] - 1, named);
            if (!isCovered(named, now)) {
                add(process, event, "names " + timelines.get(other).get((int) now[who] - 1).name()
                        + " but not all that this one names");
            }
            int left = 0;
            for (int index = 0; index < open; index++) {
                if (now[openWho[index]] > named[openWho[index]]) {
                    openWho[left++] = openWho[index];
                }
            }
            open = left;
        }
    }

    /// Of those that are open the one that happened last; those which are not there come first.
    private int latest(long[] now, int open) {
        int best = 0;
        long bestPlace = -1;
        for (int index = 0; index < open; index++) {
            int other = by[openWho[index]];
            if (other < 0 || now[openWho[index]] > timelines.get(other).size()) {
                return index;
            }
            int at = place[other][(int) now[openWho[index]] - 1];
            if (at > bestPlace) {
                best = index;
                bestPlace = at;
            }
        }
        return best;
    }

    private static boolean isCovered(long[] earlier, long[] later) {
        for (int index = 0; index < earlier.length; index++) {
            if (earlier[index] > later[index]) {
                return false;
            }
        }
        return true;
    }

    /// All events in the order that was found, made when they are asked for.
    private static final class Sequence extends AbstractList<Event> implements RandomAccess {
        private final List<Timeline> timelines;
        private int[] processes = new int[64];
        private int[] events = new int[64];
        private int size;

        Sequence(List<Timeline> timelines) {
            this.timelines = timelines;
        }

        void add(int process, int event) {
            if (size == processes.length) {
                processes = Arrays.copyOf(processes, 2 * size);
                events = Arrays.copyOf(events, 2 * size);
            }
            processes[size] = process;
            events[size++] = event;
        }

        @Override
        public Event get(int index) {
            return timelines.get(processes[index]).get(events[index]);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
