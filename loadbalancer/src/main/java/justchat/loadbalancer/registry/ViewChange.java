// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.ServerMember;

/// What is different in a view from the one before. Pure.
///
/// @param gone
///            servers that are in it no more, in whatever life
/// @param sentence
///            all that is different, for the log
public record ViewChange(List<ServerMember> gone, String sentence) {
    public ViewChange {
        gone = List.copyOf(gone);
    }

    public static ViewChange between(ClusterView before, ClusterView after) {
        var gone = before.members().stream().filter(server -> of(after, server.origin().server()).isEmpty()).toList();
        List<String> words = new ArrayList<>();
        gone.forEach(server -> words.add(server.name() + " (" + server.origin() + ") is gone"));
        after.members().forEach(server -> of(before, server.origin().server())
                .ifPresentOrElse(old -> changed(old, server, words), () -> words.add(server.name() + " ("
                        + server.origin() + ") has come" + (server.blankSince() == after.number() ? ", blank" : ""))));
        balancers(before, after, "is gone", words);
        balancers(after, before, "has come", words);
        return new ViewChange(gone, "view " + after.number() + ": "
                + (words.isEmpty() ? "the same servers and balancers" : String.join(", ", words)));
    }

    private static void changed(ServerMember old, ServerMember now, List<String> words) {
        if (!old.origin().equals(now.origin())) {
            words.add(now.name() + " is back as " + now.origin());
        }
        if (old.draining() != now.draining()) {
            words.add(now.name() + (now.draining() ? " is drained" : " is drained no more"));
        }
    }

    private static Optional<ServerMember> of(ClusterView view, ServerId server) {
        return view.members().stream().filter(member -> member.origin().server().equals(server)).findFirst();
    }

    /// Those in the first view that are not in the second.
    private static void balancers(ClusterView in, ClusterView notIn, String what, List<String> words) {
        Function<ClusterView, Stream<String>> names = view -> view.balancers().stream().map(BalancerMember::name)
                .map(Object::toString);
        var others = names.apply(notIn).toList();
        names.apply(in).filter(name -> !others.contains(name)).forEach(name -> words.add(name + " " + what));
    }
}
