// SPDX-License-Identifier: Apache-2.0
package justchat.tools.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;

import justchat.tools.cluster.Progress;
import justchat.tools.cluster.Surprise;

/// Plays steps one after the other and prints a line for each: what held, and
/// how long it took. One thread.
final class Programme {
    private final PrintStream out;
    private final Mishap mishap;
    private final long startedNanos = System.nanoTime();
    private int steps;

    Programme(PrintStream out, Mishap mishap) {
        this.out = Objects.requireNonNull(out, "out");
        this.mishap = Objects.requireNonNull(mishap, "mishap");
    }

    /// What may happen while a step is played.
    @FunctionalInterface
    interface Mishap {
        /// Nothing ever happens.
        Mishap NONE = _ -> () -> "";

        /// The step of this number begins, from 1.
        Aftermath strike(int number);
    }

    /// The step has held; what the mishap broke is put right.
    @FunctionalInterface
    interface Aftermath {
        /// @return a remark, or nothing
        String end() throws Exception;
    }

    /// A step that checks what it says.
    @FunctionalInterface
    interface Step {
        /// @return measured figures worth a remark, or nothing
        String play() throws Exception;
    }

    void act(String title) {
        out.println();
        out.println(title);
    }

    /// @throws StepFailed
    ///             if the step threw anything
    void step(String claim, Step step) throws StepFailed {
        var began = System.nanoTime();
        String remark;
        String aftermath;
        var struck = mishap.strike(++steps);
        try {
            remark = step.play();
            aftermath = struck.end();
        } catch (Surprise surprise) {
            throw failed(claim, surprise.expected(), surprise.seen(), surprise);
        } catch (Exception e) {
            throw failed(claim, "that it can be played", e.toString(), e);
        }
        var took = Progress.seconds(Duration.ofNanos(System.nanoTime() - began));
        out.printf("%4d ok %8s  %s%s%n", steps, took, claim, remark.isEmpty() ? "" : ": " + remark);
        if (!aftermath.isEmpty()) {
            remark(aftermath);
        }
    }

    private StepFailed failed(String claim, String expected, String seen, Exception cause) {
        out.printf("%4d FAILED       %s%n", steps, claim);
        return new StepFailed(claim, expected, seen, cause);
    }

    void remark(String line) {
        out.println("                 " + line);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /// A step that did not hold.
    static final class StepFailed extends Exception {
        private static final long serialVersionUID = 1;

        StepFailed(String claim, String expected, String seen, Exception cause) {
            super("step: " + claim + "\n  expected: " + expected + "\n  seen: " + seen, cause);
        }
    }
}
