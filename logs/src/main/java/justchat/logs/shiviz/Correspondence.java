// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;

/// Whether what people got from one another, private messages and offers of files, was sent before.
///
/// What is sent has no id yet when it is written down. So it is counted: of different messages of one client, nobody has
/// got more than that client had sent, by the clock of the last that came.
final class Correspondence {
    private final Coverage coverage;
    /// Of each process and verb, the numbers of these events, ascending.
    private final Map<String, List<Long>> sent = new HashMap<>();
    /// Of each receiver, sender and verb, the messages.
    private final Map<String, Set<String>> got = new HashMap<>();

    Correspondence(Coverage coverage) {
        this.coverage = coverage;
    }

    void sends(Event event, Verb verb) {
        sent.computeIfAbsent(key(event.process(), verb), _ -> new ArrayList<>()).add(event.number());
    }

    /// @param instance
    ///            the sender's client instance
    /// @return what is wrong with it
    Optional<Violation> receives(Event event, Saying saying, String instance) {
        var sender = coverage.process(instance);
        if (sender.isEmpty()) {
            return Optional.empty();
        }
        var verb = saying.verb() == Verb.RECEIVES_OFFER ? Verb.OFFERS_FILE : Verb.SENDS_PRIVATE;
        var message = saying.get(Key.MESSAGE).orElse("");
        var all = got.computeIfAbsent(event.process() + " " + key(sender.get(), verb), _ -> new HashSet<>());
        all.add(message);
        long known = event.clock().at(sender.get());
        long before = sent.getOrDefault(key(sender.get(), verb), List.of()).stream().filter(number -> number <= known)
                .count();
        if (all.size() <= before) {
            return Optional.empty();
        }
        all.remove(message);
        return Optional.of(new Violation(event.name() + " " + saying.verb().words() + " " + message + ", but "
                + sender.get() + " " + verb.words() + " no more than " + before + " times before", event));
    }

    private static String key(String process, Verb verb) {
        return process + " " + verb.words();
    }
}
