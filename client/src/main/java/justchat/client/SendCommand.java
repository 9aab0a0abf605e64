// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import justchat.client.core.ClientLoop;
import justchat.client.core.Event;
import justchat.client.core.Exit;
import justchat.client.model.Errand;
import justchat.client.model.Input;
import justchat.client.model.Limits;
import justchat.client.model.RoomName;
import justchat.client.script.LineInput;

/// `justchat send`
@Command(name = "send", mixinStandardHelpOptions = true, exitCodeOnInvalidInput = 64, description = {
        "Says something and goes. Done means: all of it is stored by the servers.", "",
        "  make 2>&1 | tail -1 | justchat send --room dev -", ""}, footer = {"", ErrandOptions.EXIT_CODES})
public final class SendCommand implements Callable<Integer> {
    private static final String STDIN = "-";

    @Mixin
    private ErrandOptions options;

    @Option(names = "--room", paramLabel = "NAME", defaultValue = RoomName.LOBBY, description = "Where; joined if need be (default: ${DEFAULT-VALUE}).")
    private String room;

    @Option(names = "--to", paramLabel = "USER", description = "Privately, to this user, instead of to a room.")
    private String to;

    @Option(names = "--whole", description = "All of standard input is one message.")
    private boolean whole;

    @Parameters(paramLabel = "TEXT", arity = "1..*", description = "The message; - for standard input, each line a message.")
    private List<String> words;

    @Override
    public Integer call() throws InterruptedException {
        return Errands.run(this::send);
    }

    private Door.End send() throws ErrandOptions.Unfit, Settings.Wrong, InterruptedException {
        boolean reads = words.equals(List.of(STDIN));
        if (whole && !reads) {
            throw new ErrandOptions.Unfit(Exit.USAGE, "--whole goes with - for standard input");
        }
        var errand = new Errand.Send(to == null ? ErrandOptions.room(room) : RoomName.LOBBY, to != null);
        return Errands.run(options, errand, loop -> {
            if (reads) {
                Thread.ofPlatform().name("input").daemon().start(() -> read(loop));
            } else {
                loop.ask(said(String.join(" ", words)));
                loop.hear(new Event.InputEnded());
            }
        });
    }

    private void read(ClientLoop loop) {
        if (!whole) {
            LineInput.of(new InputStreamReader(System.in, StandardCharsets.UTF_8), this::said, loop).run();
            return;
        }
        try {
            loop.ask(said(all(System.in)));
        } catch (IOException e) {
            loop.problem("input cannot be read any further: " + e.getMessage());
        }
        loop.hear(new Event.InputEnded());
    }

    /// A little more than may be said, so that too much is refused and not cut.
    private static String all(InputStream in) throws IOException {
        var text = new String(in.readNBytes(Limits.TEXT_BYTES + 2), StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private Input said(String text) {
        return to == null ? new Input.Say(text) : new Input.Whisper(to, text);
    }
}
