// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import justchat.client.core.CausalLog;
import justchat.client.core.ClientCore;
import justchat.client.core.ClientLoop;
import justchat.client.core.Core;
import justchat.client.core.Entrance;
import justchat.client.core.ErrandCore;
import justchat.client.core.Exit;
import justchat.client.core.LocalMemory;
import justchat.client.core.Network;
import justchat.client.core.Screen;
import justchat.client.model.Code;
import justchat.client.model.Errand;
import justchat.client.model.Instance;
import justchat.client.model.Refusal;
import justchat.client.peer.DirectNetwork;
import justchat.client.peer.Reach;
import justchat.client.session.ClusterOptions;
import justchat.logs.clock.ProcessName;
import justchat.logs.journal.Journal;
import justchat.logs.journal.Tracing;

/// A loop and its network, wired. The network, and all that is slow to load, is
/// made on a thread of its own when a name is known.
final class Client implements AutoCloseable {
    private final Settings settings;
    private final Reach reach;
    private final Instance instance;
    private final DeferredNetwork network;
    private final ClientLoop loop;

    /// @param room
    ///            the one to be in at first
    /// @param patienceMillis
    ///            how long to try to come in; 0: for ever
    Client(Settings settings, String room, Screen screen, Entrance entrance, long patienceMillis) {
        this(settings, Reach.ALL, screen, new Frugal(entrance), MachineChoices.standard(), true,
                instance -> new ClientCore(new ClientCore.Settings(room, instance, settings.downloads(), ZoneId
                        .systemDefault(), patienceMillis, patienceMillis == 0, MachineChoices.standard().read())));
    }

    /// For one errand. Leaves no causal log: many may run at once in one directory.
    ///
    /// @param timeoutMillis
    ///            without any progress
    /// @param code
    ///            of the room, if it is closed
    static Client on(Errand errand, Settings settings, Screen screen, Entrance entrance, long timeoutMillis,
            Optional<Code> code) {
        return new Client(settings, reach(errand), screen, new Frugal(entrance), (_, _) -> Optional.empty(), false,
                instance -> new ErrandCore(
                        new ErrandCore.Settings(errand, instance, ZoneId.systemDefault(), timeoutMillis, code)));
    }

    private Client(Settings settings, Reach reach, Screen screen, Entrance entrance, LocalMemory memory,
            boolean traced, Function<Instance, Core> core) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.reach = reach;
        var bytes = new byte[Instance.BYTES];
        new SecureRandom().nextBytes(bytes);
        this.instance = Instance.of(bytes);
        this.network = new DeferredNetwork(this::network);
        this.loop = new ClientLoop(core.apply(instance), network, screen, entrance, memory, traced
                ? new CausalLog(this::journal, settings.tracing())
                : CausalLog.none());
    }

    /// What would be lost on an errand is not taken.
    private static Reach reach(Errand errand) {
        return switch (errand) {
            case Errand.Tail tail -> tail.privately() ? Reach.TEXTS : Reach.NOTHING;
            case Errand.Send send -> send.privately() ? Reach.ANSWERS : Reach.NOTHING;
            case Errand.Offer _ -> Reach.ANSWERS;
            case Errand.Share _,Errand.Get _,Errand.Accounts _,Errand.Rooms _,Errand.History _ -> Reach.NOTHING;
        };
    }

    ClientLoop loop() {
        return loop;
    }

    /// Says goodbye.
    @Override
    public void close() {
        network.close();
        loop.close();
    }

    /// Gives back the memory of the login, when nobody waits for anything: hashing a
    /// password takes 64 MiB, chatting takes ten. Who ends before that gives back all.
    private record Frugal(Entrance entrance) implements Entrance {
        private static final long REST_MILLIS = 1_500;

        @Override
        public void admitted(String name) {
            entrance.admitted(name);
            CompletableFuture.delayedExecutor(REST_MILLIS, TimeUnit.MILLISECONDS).execute(System::gc);
        }

        @Override
        public void denied(Refusal reason, String sentence) {
            entrance.denied(reason, sentence);
        }

        @Override
        public void delayed(String sentence) {
            entrance.delayed(sentence);
        }

        @Override
        public void stopped(Exit exit, String sentence) {
            entrance.stopped(exit, sentence);
        }
    }

    private Network network(String user) {
        var directory = settings.directoryOf(user);
        TextLog.into(directory);
        var options = ClusterOptions.of(settings.balancers(), settings.trust(), instance, settings.fileRate());
        var listen = Optional.of(settings.balancers()).filter(_ -> settings.direct()).map(DirectNetwork::listenFor);
        return new DirectNetwork(options, directory, listen, reach,
                loop::problem,
                loop::hear);
    }

    private Journal journal(String user, Tracing tracing) {
        var name = "client-" + user.replaceAll("[^\\p{L}\\p{N}._-]", "_");
        return ProcessName.isValid(name) ? Journal.open(settings.directoryOf(user), name, tracing) : Journal.off();
    }
}
