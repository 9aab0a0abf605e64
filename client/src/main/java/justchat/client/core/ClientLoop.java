// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import justchat.client.model.Input;
import justchat.client.model.Login;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.rpc.strand.Strand;

/// The single writer of a client: takes events one at a time, lets a [Core] decide, and does what it decided. Keeps the trace clock: an event that came
/// with a clock is merged and written to the journal before the core sees it, and
/// a request carries the clock of its own line in the journal.
///
/// All fields that change are owned by the strand. Events wait in a bounded
/// mailbox; see [#hear].
public final class ClientLoop implements AutoCloseable {
    private static final int WAITING = 1024;
    /// A bar that shows progress or a delay is redrawn this often at most.
    private static final int BAR_MILLIS = 100;

    private final Strand strand = new Strand("client", 2 * WAITING);
    private final Semaphore space = new Semaphore(WAITING);
    private final ScheduledThreadPoolExecutor timer;
    private final Core core;
    private final Network network;
    private final Screen screen;
    private final Entrance entrance;
    private final LocalMemory memory;
    private final CausalLog causal;
    private ScheduledFuture<?> wake;
    private long wakeAt = Long.MAX_VALUE;
    private final Backlog backlog = new Backlog();
    private long barAt;
    private boolean barWaits;
    private Preferences preferences;
    private boolean stopped;

    /// @param causal
    ///            closed with this
    public ClientLoop(Core core, Network network, Screen screen, Entrance entrance, LocalMemory memory,
            CausalLog causal) {
        this.core = Objects.requireNonNull(core, "core");
        this.network = Objects.requireNonNull(network, "network");
        this.screen = Objects.requireNonNull(screen, "screen");
        this.entrance = Objects.requireNonNull(entrance, "entrance");
        this.memory = Objects.requireNonNull(memory, "memory");
        this.preferences = core.preferences();
        this.causal = Objects.requireNonNull(causal, "causal");
        this.barAt = System.nanoTime();
        screen.preferences(preferences);
        this.timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("client-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /// Takes an event into the loop. Waits while too many wait already, which is
    /// how a slow terminal slows the network; so it is for virtual threads and the
    /// keyboard's, not for an event loop. An event after the end is dropped.
    public void hear(Event event) {
        Objects.requireNonNull(event, "event");
        space.acquireUninterruptibly();
        boolean told = strand.tell(() -> {
            space.release();
            step(event);
        });
        if (!told) {
            space.release();
        }
    }

    /// Takes what the person asked for. A path or a theme is looked at here, on the
    /// caller's thread: a mistyped one is told at once, and nobody else hears of it.
    public void ask(Input input) {
        backlog.asked();
        switch (input) {
            case Input.Share share -> withFile(share.path(), path -> new Input.Share(path.toString()));
            case Input.Offer offer -> withFile(offer.path(), path -> new Input.Offer(offer.user(), path.toString()));
            case Input.Choose choose -> memory.objection(choose.setting(), choose.value()).ifPresentOrElse(
                    this::refuse, () -> hear(new Event.Asked(choose)));
            case Input other -> hear(new Event.Asked(other));
        }
    }

    /// Waits while the outbox is more than half full, for a program that talks
    /// faster than servers store. Returns at once when the client has ended.
    public void awaitSpace() {
        backlog.awaitSpace();
    }

    /// The person answered a question of the bar's, or (empty) would rather not.
    public void answer(int question, Optional<String> text) {
        hear(new Event.Answered(question, text));
    }

    /// Somebody of this name is about to [#logIn].
    public void expect(String name) {
        network.expect(name);
    }

    public void logIn(Login login) {
        hear(new Event.LogInAsked(login));
    }

    /// Shows a sentence that came from the surface itself, in its place among the
    /// others.
    public void problem(String sentence) {
        strand.tell(() -> screen.show(new Notice.Problem(System.currentTimeMillis(), sentence)));
    }

    /// Ends the timer and the strand; nothing is done any more. The network is not
    /// ours to close.
    @Override
    public void close() {
        timer.shutdownNow();
        strand.close();
        causal.close();
    }

    private void withFile(String typed, Function<Path, Input> input) {
        switch (TypedPath.of(typed)) {
            case TypedPath.Usable usable -> hear(new Event.Asked(input.apply(usable.path())));
            case TypedPath.Unusable unusable -> refuse(unusable.sentence());
        }
    }

    private void refuse(String sentence) {
        backlog.taken();
        problem(sentence);
    }

    private void step(Event event) {
        if (stopped) {
            return;
        }
        if (event instanceof Event.LogInAsked asked) {
            causal.of(asked.login().name());
        }
        Journaling.record(causal.journal(), event);
        var now = now();
        var effects = core.handle(event, now);
        refreshPreferences();
        effects.forEach(this::perform);
        if (event instanceof Event.Asked) {
            backlog.taken();
        }
        backlog.unsent(core.unsent());
        if (!stopped) {
            refreshBar(event, now);
            schedule();
        }
    }

    private void perform(Effect effect) {
        var journal = causal.journal();
        switch (effect) {
            case Effect.Show show -> screen.show(show.notice());
            case Effect.Retell retell -> screen.retell(retell.notice());
            case Effect.Tell tell -> screen.tell(tell.told());
            case Effect.Ring ring -> screen.call(ring.call());
            case Effect.Admitted admitted -> entrance.admitted(admitted.name());
            case Effect.Denied denied -> entrance.denied(denied.reason(), denied.sentence());
            case Effect.Delayed delayed -> entrance.delayed(delayed.sentence());
            case Effect.LogIn logIn -> network.logIn(logIn.login(), Journaling.joining(journal));
            case Effect.Attach _ -> network.attach(Journaling.attaching(journal));
            case Effect.Follow _ -> network.follow();
            case Effect.Open open -> network.open(open.room(), open.seen(), open.recent(), Journaling.opening(
                    journal, open));
            case Effect.Close close -> network.closeRoom(close.room());
            case Effect.Post post -> network.post(post.room(), post.id(), post.seen(), post.payload(), Journaling
                    .posting(journal, post));
            case Effect.Whisper whisper -> network.whisper(whisper.request(), whisper.user(), whisper.text(),
                    Journaling.whispering(journal, whisper));
            case Effect.SendReceipt receipt -> network.receipt(receipt.user(), receipt.messages(), receipt.news(),
                    Journaling.receipting(journal, receipt));
            case Effect.KeepSent keep -> network.keepSent(keep.messages());
            case Effect.OpenLetter letter -> network.openLetter(letter.id(), letter.author(), letter.letter(),
                    Journaling.openingLetter(journal, letter));
            case Effect.CreateRoom create -> network.createRoom(create.request(), create.room(), create.order(),
                    create.code(), Journaling.creating(journal, create));
            case Effect.EnterCode enter -> network.enterCode(enter.request(), enter.room(), enter.code());
            case Effect.MakeCode make -> network.makeCode(make.request(), make.room(), make.code());
            case Effect.AskAccount ask -> network.account(ask.request(), ask.question(), Journaling
                    .asking(journal));
            case Effect.AskRooms ask -> network.rooms(ask.request());
            case Effect.AskMembers ask -> network.members(ask.request(), ask.room());
            case Effect.AskHistory ask -> network.history(ask.request(), ask.room(), ask.before(), ask.limit(),
                    ask.sinceMillis());
            case Effect.AskSearch ask -> network.search(ask.request(), ask.search());
            case Effect.AskUnread ask -> network.unread(ask.request(), ask.room(), ask.read(), ask.limit());
            case Effect.Offer offer -> network.offer(offer.transfer(), offer.user(), offer.file(),
                    offer.expiresAtMillis(), Journaling.offering(journal, offer));
            case Effect.Upload upload -> network.upload(upload.transfer(), upload.file(), upload.room(), Journaling
                    .uploading(journal, upload));
            case Effect.Download download -> network.download(download.transfer(), download.source(), download.file(),
                    download.directory(), download.name(), Journaling.downloading(journal, download));
            case Effect.Decline decline -> network.decline(decline.offer(), Journaling.declining(journal, decline));
            case Effect.Cancel cancel -> network.cancel(cancel.transfer());
            case Effect.Pause pause -> network.pause(pause.transfer());
            case Effect.GoOn goOn -> network.goOn(goOn.transfer());
            case Effect.Discard discard -> network.discard(discard.transfer(), discard.source(), discard.file(), discard
                    .directory(), discard.name());
            case Effect.FindUnfinished find -> network.findUnfinished(find.directory());
            case Effect.Serve serve -> network.serve(serve.transfer(), serve.offer());
            case Effect.AskFiles ask -> network.files(ask.request(), Journaling.askingForFiles(journal));
            case Effect.AskOnline ask -> network.online(ask.request());
            case Effect.AskAway ask -> network.away(ask.request(), ask.users());
            case Effect.TellTrace _ -> screen.show(new Notice.Info(System.currentTimeMillis(), causal.place()));
            case Effect.KeepTrace trace -> screen.show(new Notice.Info(System.currentTimeMillis(), causal.keep(trace
                    .keeps())));
            case Effect.Keep keep -> memory.keep(keep.key(), keep.value()).ifPresent(sentence -> screen.show(
                    new Notice.Problem(System.currentTimeMillis(), sentence)));
            case Effect.Stop stop -> {
                stopped = true;
                backlog.over();
                entrance.stopped(stop.exit(), stop.sentence());
            }
        }
    }

    /// What is shown from now on is shown as it was chosen now.
    private void refreshPreferences() {
        var chosen = core.preferences();
        if (!chosen.equals(preferences)) {
            preferences = chosen;
            screen.preferences(chosen);
        }
    }

    private void refreshBar(Event event, Now now) {
        boolean urgent = !(event instanceof Event.Delivered || event instanceof Event.Progress
                || event instanceof Event.Tick || event instanceof Event.Delay || event instanceof Event.Stored);
        if (urgent || now.nanos() - barAt >= 0) {
            barAt = now.nanos() + BAR_MILLIS * Now.NANOS_PER_MILLI;
            barWaits = false;
            screen.bar(core.bar(now));
        } else {
            barWaits = true;
        }
    }

    private void schedule() {
        long at = barWaits ? Math.min(barAt, core.wakeAt()) : core.wakeAt();
        if (at == wakeAt && wake != null && !wake.isDone()) {
            return;
        }
        if (wake != null) {
            wake.cancel(false);
        }
        wakeAt = at;
        if (at != Long.MAX_VALUE) {
            long delay = Math.max(0, at - System.nanoTime());
            wake = timer.schedule(() -> strand.tell(() -> step(new Event.Tick())), delay, TimeUnit.NANOSECONDS);
        }
    }

    private static Now now() {
        return new Now(System.nanoTime(), System.currentTimeMillis());
    }
}
