// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import justchat.logs.shiviz.Event;
import justchat.logs.vocabulary.Entries;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.tools.cluster.DirectoryOption;

/// `justchat trace why`
@Command(name = "why", mixinStandardHelpOptions = true, description = "Lists what happened before a message, and what became of it.", footer = {
        "", "Exit code: 0, 66 when there are no logs, 69 when no event is about that message."})
final class WhyCommand implements Callable<Integer> {
    private static final int UNKNOWN = 69;
    private static final int TOLD = 30;

    @Mixin
    private DirectoryOption option;

    @Parameters(index = "0", paramLabel = "MESSAGE", description = "Its id, like 9f86d081/3, or 9f86d081/p3 of a private message, or the place of its stamp, like 2.7:31.")
    private String message;

    @Parameters(index = "1", arity = "0..1", paramLabel = "DIR|FILE", description = "Where the logs are, or the file that they were merged into (default: the cluster's directory).")
    private Path logs;

    @Option(names = "--room", paramLabel = "NAME", description = "Where it was said (default: where it is found first).")
    private String room;

    @Option(names = "--all", description = "All that happened before, not only the latest messages and decisions.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    /// What a private message is called by its sender until it is sent, behind the sender's process; else empty.
    private String request = "";
    /// Where the message was stamped.
    private final Set<Entries.At> stamped = new HashSet<>();

    @Override
    public Integer call() throws IOException {
        var found = new TraceWork(spec).read(logs != null ? logs : option.directory().root());
        if (found.isEmpty()) {
            return TraceWork.NO_INPUT;
        }
        var run = found.get();
        findRequest(run);
        var first = run.check().order().stream().filter(event -> says(event, Verb.POSTS, Verb.STAMPS,
                Verb.SENDS_PRIVATE, Verb.RECEIVES_PRIVATE)).filter(this::isIt).findFirst();
        if (first.isEmpty()) {
            spec.commandLine().getErr().println("No event in these logs posts, stamps, sends or receives " + message
                    + ". Messages are named by message= and at= in the logs.");
            return UNKNOWN;
        }
        var past = run.check().past(first.get());
        var before = past.subList(0, Math.max(0, past.size() - 1)).stream().filter(event -> all || matters(event))
                .toList();
        int from = all ? 0 : Math.max(0, before.size() - TOLD);
        tell("Before it" + (from == 0 ? "" : ", the latest " + TOLD + " of " + before.size()), before.subList(from,
                before.size()));
        tell("The message", run.check().order().stream().filter(this::concerns).toList());
        return 0;
    }

    private void findRequest(Run run) {
        run.check().order().stream().filter(event -> says(event, Verb.IS_RECEIVED, Verb.SEALS_LETTER))
                .forEach(event -> {
                    var saying = Saying.parse(event.text()).orElseThrow();
                    if (saying.get(Key.MESSAGE).filter(message::equals).isPresent()) {
                        request = request(event, saying);
                    }
                });
    }

    private static String request(Event event, Saying saying) {
        return saying.get(Key.REQUEST).map(number -> event.process() + " " + number).orElse("");
    }

    private boolean isRequest(Event event, Saying saying) {
        return saying.verb() == Verb.SENDS_PRIVATE && !request.isEmpty() && request(event, saying).equals(request);
    }

    private void tell(String title, List<Event> events) {
        var out = spec.commandLine().getOut();
        out.println(title + (events.isEmpty() ? ": nothing" : ":"));
        events.forEach(event -> out.println("  " + event.name() + ": " + event.text()));
        out.flush();
    }

    private static boolean matters(Event event) {
        return says(event, Verb.POSTS, Verb.STAMPS, Verb.SHOWS, Verb.SENDS_PRIVATE, Verb.RECEIVES_PRIVATE,
                Verb.CREATES_ROOM, Verb.ADMITS, Verb.CHANGES_VIEW,
                Verb.LOSES_SERVER);
    }

    private static boolean says(Event event, Verb... verbs) {
        return Saying.parse(event.text()).filter(saying -> List.of(verbs).contains(saying.verb())).isPresent();
    }

    private boolean isIt(Event event) {
        var saying = Saying.parse(event.text()).orElseThrow();
        boolean is = saying.get(Key.MESSAGE).filter(message::equals).isPresent()
                || saying.get(Key.AT).filter(message::equals).isPresent() || isRequest(event, saying);
        boolean here = room == null || saying.get(Key.ROOM).filter(room::equals).isPresent();
        if (is && here) {
            room = saying.get(Key.ROOM).orElse("");
            saying.get(Key.MESSAGE).ifPresent(id -> message = id);
        }
        return is && here;
    }

    /// Names the message by its id, or the place of one of its stamps; these come first in this order.
    private boolean concerns(Event event) {
        var found = Saying.parse(event.text()).filter(saying -> saying.get(Key.ROOM).orElse("").equals(room));
        if (found.isEmpty()) {
            return false;
        }
        var saying = found.get();
        if (saying.get(Key.MESSAGE).filter(message::equals).isPresent() || isRequest(event, saying)) {
            stamped.addAll(saying.entries(Key.AT));
            return true;
        }
        return saying.entries(Key.ENTRIES).stream().anyMatch(stamped::contains);
    }
}
