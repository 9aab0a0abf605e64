// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The names that options have outside the command line. Pure.
final class Options {
    private static final String ROOT = "justchat";

    private Options() {}

    /// Options that can be set: all with a long name, but help and the like, and the one that names the file.
    static List<OptionSpec> of(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden() && !option.usageHelp()
                && !option.versionHelp() && !option.longestName().equals(ConfigOption.NAME)
                && option.longestName().startsWith("--")).toList();
    }

    static Optional<OptionSpec> of(CommandSpec command, String key) {
        return of(command).stream().filter(option -> key(option).equals(key)).findFirst();
    }

    /// `--sign-up` is `sign-up`.
    static String key(OptionSpec option) {
        return option.longestName().substring(2);
    }

    /// The command and those that it is part of, without the program itself: `server`, `drain`.
    static List<String> section(CommandSpec command) {
        var names = new ArrayList<String>();
        for (var at = command; at != null; at = at.parent()) {
            if (!at.name().equals(ROOT)) {
                names.addFirst(at.name());
            }
        }
        return names;
    }

    /// Where the option can be set: in the command's own section, then in the one that
    /// it shares with others, if any.
    static List<List<String>> sections(OptionSpec option) {
        var own = section(option.command());
        return shared(option).map(name -> List.of(own, List.of(name))).orElseGet(() -> List.of(own));
    }

    /// The section that this option shares with the same option of other commands.
    static Optional<String> shared(OptionSpec option) {
        return option.userObject() instanceof Member member
                ? Optional.ofNullable(member.getDeclaringClass().getAnnotation(SharedSection.class))
                        .map(SharedSection::value)
                : Optional.empty();
    }

    /// The sections that the command shares with others.
    static Set<String> shared(CommandSpec command) {
        return of(command).stream().flatMap(option -> shared(option).stream()).collect(Collectors.toCollection(
                TreeSet::new));
    }

    /// The options that can be set in a shared section.
    static List<OptionSpec> of(CommandSpec command, Set<String> shared) {
        return of(command).stream().filter(option -> shared(option).filter(shared::contains).isPresent()).toList();
    }

    /// `JUSTCHAT_LOADBALANCER_SIGN_UP`.
    static String variable(List<String> section, OptionSpec option) {
        return (ROOT + "_" + String.join("_", section) + "_" + key(option)).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /// Set by being there.
    static boolean isFlag(OptionSpec option) {
        return option.arity().max() == 0;
    }

    /// The one of these that a mistyped word most likely meant; empty if none is near.
    static Optional<String> nearest(String typed, List<String> names) {
        Optional<String> best = Optional.empty();
        int least = Math.max(2, typed.length() / 3) + 1;
        for (var name : names) {
            int distance = distance(typed, name);
            if (distance < least) {
                least = distance;
                best = Optional.of(name);
            }
        }
        return best;
    }

    /// Levenshtein's.
    private static int distance(String one, String other) {
        var above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            var row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + change);
            }
            above = row;
        }
        return above[other.length()];
    }
}
