// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import justchat.client.core.Bar;
import justchat.client.model.CommandLine;
import justchat.client.model.Input;

/// What the keys do. Its fields that change are read by other threads too.
final class Hands implements Keys {
    private final Surroundings around;
    private final ChatTerminal.Typist typist;
    private final Known known;
    private final Supplier<Bar> bar;
    private final Supplier<String> prompt;
    private final Consumer<String> complaints;
    private final Consumer<String> sent;
    private volatile Attention attention;

    /// @param complaints
    ///            shows a sentence at once
    /// @param sent
    ///            hears of every text that was taken
    Hands(Surroundings around, ChatTerminal.Typist typist, Known known, Supplier<Bar> bar, Supplier<String> prompt,
            Consumer<String> complaints, Consumer<String> sent) {
        this.around = around;
        this.typist = typist;
        this.known = known;
        this.bar = bar;
        this.prompt = prompt;
        this.complaints = complaints;
        this.sent = sent;
        this.attention = Attention.at(around.clock().millis());
    }

    /// Whether the person looks.
    Attention attention() {
        return attention;
    }

    @Override
    public String prompt() {
        return prompt.get();
    }

    @Override
    public String editor() {
        return OuterEditor.command(around.environment());
    }

    @Override
    public void touched() {
        attention = Attention.at(around.clock().millis());
    }

    @Override
    public String enter(String text) {
        return switch (CommandLine.parse(text)) {
            case CommandLine.Parsed.Nothing _ -> "";
            case CommandLine.Parsed.Asked asked -> {
                typist.ask(asked.input());
                if (asked.input() instanceof Input.SayAway) {
                    attention = attention.leaving();
                }
                sent.accept(text);
                yield "";
            }
            case CommandLine.Parsed.Unclear unclear -> {
                complaints.accept(unclear.sentence());
                yield text;
            }
        };
    }

    @Override
    public void empty() {
        if (bar.get().attention().ended()) {
            typist.ask(new Input.LogIn());
        }
    }

    @Override
    public void answered(int question, Optional<String> text) {
        typist.answer(question, text);
    }

    @Override
    public void answer(boolean accept) {
        typist.ask(accept
                ? new Input.Accept(Optional.empty(), Optional.empty())
                : new Input.Decline(Optional.empty()));
    }

    @Override
    public void room(int number) {
        typist.ask(new Input.Switch(number));
    }

    @Override
    public void nextUnread() {
        typist.ask(new Input.NextUnread());
    }

    @Override
    public void help() {
        typist.ask(new Input.Commands(Optional.empty()));
    }

    @Override
    public void interrupted() {
        typist.leave();
    }

    @Override
    public void interruptedOnce() {
        if (bar.get().attention().waits()) {
            typist.ask(new Input.StopWaiting());
        } else {
            complaints.accept("Ctrl-C again leaves");
        }
    }

    @Override
    public void complain(String sentence) {
        complaints.accept(sentence);
    }

    @Override
    public Completion complete(String lineToCursor) {
        return Completion.of(lineToCursor, known);
    }
}
