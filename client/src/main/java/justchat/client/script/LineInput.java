// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.io.IOException;
import java.io.Reader;
import java.util.Objects;
import java.util.function.Function;

import justchat.client.core.ClientLoop;
import justchat.client.core.Event;
import justchat.client.model.CommandLine;
import justchat.client.model.Input;
import justchat.client.model.Limits;

/// Reads lines and asks the loop: each line a message, or, with `commands`, what
/// [CommandLine] makes of it. Runs on its caller's thread until the end of the
/// text or `#quit`; then the loop ends the client, once all is sent. Reads no
/// faster than the outbox empties, so a long text is slowed, not lost.
public final class LineInput {
    private final Reader reader;
    private final Function<String, CommandLine.Parsed> parse;
    private final boolean anyLength;
    private final ClientLoop loop;

    public LineInput(Reader reader, boolean commands, ClientLoop loop) {
        this(reader, commands ? CommandLine::parse : CommandLine::message, false, loop);
    }

    /// Each line is asked for as `input` says; what to do with one that is too long is
    /// the loop's.
    public static LineInput of(Reader reader, Function<String, Input> input, ClientLoop loop) {
        return new LineInput(reader, line -> new CommandLine.Parsed.Asked(input.apply(line)), true, loop);
    }

    private LineInput(Reader reader, Function<String, CommandLine.Parsed> parse, boolean anyLength, ClientLoop loop) {
        this.reader = Objects.requireNonNull(reader, "reader");
        this.parse = parse;
        this.anyLength = anyLength;
        this.loop = Objects.requireNonNull(loop, "loop");
    }

    /// Reads to the end. A text that cannot be read any further has ended.
    public void run() {
        var lines = new BoundedLines(reader, Limits.TEXT_BYTES + 1);
        try {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                if (!line.get().whole() && !anyLength) {
                    loop.problem("a line longer than " + Limits.TEXT_BYTES + " bytes was not sent");
                } else if (!take(line.get().text())) {
                    return;
                }
            }
            loop.hear(new Event.InputEnded());
        } catch (IOException e) {
            loop.problem("input cannot be read any further: " + e.getMessage());
            loop.hear(new Event.InputEnded());
        }
    }

    private boolean take(String line) {
        switch (parse.apply(line)) {
            case CommandLine.Parsed.Nothing _ -> {
            }
            case CommandLine.Parsed.Unclear unclear -> loop.problem(unclear.sentence());
            case CommandLine.Parsed.Asked asked -> {
                loop.awaitSpace();
                loop.ask(asked.input());
                return !(asked.input() instanceof Input.Quit);
            }
        }
        return true;
    }
}
