// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import justchat.loadbalancer.account.Outcome.IdReused;
import justchat.loadbalancer.model.PastView;
import justchat.loadbalancer.model.Room;
import justchat.loadbalancer.model.ServerOrigin;

/// The book, slow and obvious: it keeps nothing but the list of all that was ever carried out, and answers every
/// question by going through it.
final class SlowBook {
    private final BookLimits limits;
    private final List<Command> done = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    SlowBook(BookLimits limits) {
        this.limits = limits;
    }

    Outcome apply(Command command) {
        for (int i = Math.max(0, done.size() - limits.remembered()); i < done.size(); i++) {
            if (done.get(i).id().equals(command.id())) {
                return asked(done.get(i)).equals(asked(command)) ? outcomes.get(i) : new IdReused();
            }
        }
        var outcome = outcome(command);
        done.add(command);
        outcomes.add(outcome);
        return outcome;
    }

    /// Without the moment when it was handed in, which is another for each retry.
    private static Command asked(Command command) {
        return command instanceof Command.CreateRoom(var id, var name, var order, var owner, _)
                ? new Command.CreateRoom(id, name, order, owner, 0)
                : command;
    }

    private Outcome outcome(Command command) {
        return switch (command) {
            case Command.SignUp signUp -> {
                var name = signUp.account().name().key();
                yield keys().contains(name)
                        ? new Outcome.NameTaken()
                        : keys().size() == limits.accounts() ? new Outcome.Full() : new Outcome.SignedUp();
            }
            case Command.RegisterServer server -> {
                var names = serverNames();
                if (!names.contains(server.name().value())) {
                    if (names.size() == limits.servers()) {
                        yield new Outcome.Full();
                    }
                    names.add(server.name().value());
                }
                int number = names.indexOf(server.name().value()) + 1;
                yield new Outcome.ServerRegistered(ServerOrigin.of(number, lives(number) + 1), view() + 1);
            }
            case Command.RegisterBalancer balancer -> {
                var entry = balancer.balancer();
                var known = balancers().stream().filter(other -> other.balancer().name().equals(entry.name())).toList();
                if (known.isEmpty() && balancers().stream().map(other -> other.balancer().name()).distinct()
                        .count() == limits.balancers()) {
                    yield new Outcome.Full();
                }
                boolean same = !known.isEmpty() && known.getLast().balancer().equals(entry);
                yield new Outcome.BalancerRegistered(same ? view() : view() + 1);
            }
            case Command.Expel expel -> members().contains(expel.origin())
                    ? new Outcome.Expelled(view() + 1)
                    : new Outcome.NotInView();
            case Command.CreateRoom create -> {
                if (rooms().stream().anyMatch(room -> room.name().equals(create.name()))) {
                    yield new Outcome.NameTaken();
                }
                if (rooms().size() == 1 + limits.rooms()) {
                    yield new Outcome.Full();
                }
                long own = rooms().stream().filter(room -> room.belongsTo(create.owner())).count();
                yield own == limits.ownRooms() ? new Outcome.OwnerFull() : new Outcome.RoomCreated(view());
            }
        };
    }

    /// By name.
    List<Room> rooms() {
        List<Room> rooms = new ArrayList<>(List.of(Room.LOBBY));
        for (int i = 0; i < done.size(); i++) {
            if (done.get(i) instanceof Command.CreateRoom create
                    && outcomes.get(i) instanceof Outcome.RoomCreated(long view)) {
                rooms.add(new Room(create.name(), create.order(), Optional.of(create.owner()), view,
                        create.createdAtMillis()));
            }
        }
        rooms.sort(Comparator.comparing(Room::name));
        return rooms;
    }

    /// The book after each of its commands; a view is past when a later one has another number.
    List<PastView> past() {
        List<PastView> past = new ArrayList<>();
        var growing = new SlowBook(limits);
        for (int i = 0; i < done.size(); i++) {
            var members = growing.members().stream().map(ServerOrigin::server).toList();
            long before = growing.view();
            growing.done.add(done.get(i));
            growing.outcomes.add(outcomes.get(i));
            if (before > 0 && growing.view() > before) {
                past.add(new PastView(before, members));
            }
        }
        return past.reversed().stream().limit(limits.pastViews()).toList().reversed();
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < done.size(); i++) {
            if (done.get(i) instanceof Command.SignUp signUp && outcomes.get(i) instanceof Outcome.SignedUp) {
                keys.add(signUp.account().name().key());
            }
        }
        return keys;
    }

    private List<String> serverNames() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < done.size(); i++) {
            if (done.get(i) instanceof Command.RegisterServer server
                    && outcomes.get(i) instanceof Outcome.ServerRegistered && !names.contains(server.name().value())) {
                names.add(server.name().value());
            }
        }
        return names;
    }

    private int lives(int number) {
        return (int) outcomes.stream().filter(outcome -> outcome instanceof Outcome.ServerRegistered(var origin, _)
                && origin.server().number() == number).count();
    }

    private List<Command.RegisterBalancer> balancers() {
        List<Command.RegisterBalancer> found = new ArrayList<>();
        for (int i = 0; i < done.size(); i++) {
            if (done.get(i) instanceof Command.RegisterBalancer balancer
                    && outcomes.get(i) instanceof Outcome.BalancerRegistered) {
                found.add(balancer);
            }
        }
        return found;
    }

    /// The latest life of each server, unless it was expelled.
    List<ServerOrigin> members() {
        List<ServerOrigin> members = new ArrayList<>();
        for (int i = 0; i < done.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.ServerRegistered(var origin, _)) {
                members.removeIf(older -> older.server().equals(origin.server()));
                members.add(origin);
            } else if (outcomes.get(i) instanceof Outcome.Expelled && done.get(i) instanceof Command.Expel expel) {
                members.remove(expel.origin());
            }
        }
        return members.stream().sorted().toList();
    }

    long view() {
        long view = 0;
        for (var outcome : outcomes) {
            view = switch (outcome) {
                case Outcome.ServerRegistered(_, long number) -> number;
                case Outcome.BalancerRegistered(long number) -> number;
                case Outcome.Expelled(long number) -> number;
                case Outcome.SignedUp _,Outcome.NameTaken _,Outcome.NotInView _,Outcome.Full _,IdReused _,Outcome.RoomCreated _,Outcome.OwnerFull _ ->
                    view;
            };
        }
        return view;
    }
}
