// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import justchat.client.core.Exit;
import justchat.client.model.Command;
import justchat.client.model.Key;
import justchat.client.model.Setting;
import justchat.client.model.Users;

/// The manual page in the language of `man` (roff), made from the tables of
/// commands, keys, settings, options and exit codes, so that it never says
/// anything else than the program does. Pure.
final class Manual {
    private static final List<String[]> FILES = List.of(new String[]{"run/clients/USER/",
            "keys, pinned identities, causal log and text log of an account that chats in the cluster of this machine"
                    + " (elsewhere if JUSTCHAT_DIRECTORY says so)"},
            new String[]{"$XDG_DATA_HOME/justchat/clusters/",
                    "clusters that were joined with an invitation, each with its authority and accounts"},
            new String[]{"$XDG_CONFIG_HOME/justchat/terminal.properties",
                    "what #set keeps for this machine: " + Arrays.stream(Setting.values())
                            .filter(setting -> setting.keeper() == Setting.Keeper.MACHINE).map(Setting::key)
                            .collect(Collectors.joining(", "))},
            new String[]{"$XDG_CONFIG_HOME/justchat/client.conf",
                    "options of the person's own, for all commands or for one"},
            new String[]{"$XDG_CONFIG_HOME/justchat/themes/", "themes of the person's own"},
            new String[]{"$XDG_DOWNLOAD_DIR/JustChat/", "files that were accepted; none is ever replaced"});
    private static final List<String[]> ENVIRONMENT = List.of(new String[]{"JUSTCHAT_DIRECTORY",
            "the directory of the cluster on this machine"},
            new String[]{"NO_COLOR", "if set, no colour"},
            new String[]{"JUSTCHAT_CHAT_OPTION", "the value of an option of justchat chat, like JUSTCHAT_CHAT_ROOM"});

    private final StringBuilder text = new StringBuilder();

    private Manual() {}

    /// The whole page.
    static String page() {
        var manual = new Manual();
        manual.write();
        return manual.text.toString();
    }

    private void write() {
        text.append(".TH JUSTCHAT 1 \"\" \"JustChat\" \"JustChat\"\n");
        section("Name");
        paragraph("justchat - chat with others, and share files, in a terminal");
        section("Synopsis");
        paragraph("justchat [chat] [OPTIONS]");
        text.append(".br\n");
        paragraph("justchat join INVITATION [OPTIONS]");
        section("Description");
        paragraph("At a terminal, what you type is said to everybody in the room. Words that begin with # or / are"
                + " commands; ##text says a text that begins with #. A mistyped command is neither sent nor lost."
                + " Tab completes what you type, and #commands lists what there is.");
        paragraph("In a pipe each line is a message, and with --commands the commands below work there, too.");
        section("Commands");
        for (var part : Command.Section.values()) {
            text.append(".SS ").append(escaped(part.title())).append('\n');
            part.commands().forEach(this::command);
        }
        section("Keys");
        Arrays.stream(Key.values()).forEach(key -> item(key.chord(), key.effect()));
        section("Settings");
        paragraph("#set key value chooses; #set lists them with what you chose.");
        Arrays.stream(Setting.values()).forEach(setting -> item(setting.key(), setting.meaning() + ": " + setting
                .range() + " (at first " + setting.initial() + "; kept " + setting.keeper().words() + ")"));
        section("Options");
        new CommandLine(new Main()).getCommandSpec().options().forEach(this::option);
        section("Exit status");
        Arrays.stream(Exit.values()).forEach(exit -> item(Integer.toString(exit.status()), exit.meaning()));
        section("Environment");
        ENVIRONMENT.forEach(line -> item(line[0], line[1]));
        section("Files");
        FILES.forEach(line -> item(line[0], line[1]));
    }

    private void command(Command command) {
        var who = command.users() == Users.ALL ? "" : " For " + command.users().words() + ".";
        item(command.form(), sentence(command.purpose()) + " " + command.details() + who);
        text.append(".RS\n.nf\n").append(escaped(command.example())).append("\n.fi\n.RE\n");
    }

    private void option(OptionSpec option) {
        var parameter = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        item(String.join(", ", option.names()) + parameter, String.join(" ", option.description()));
    }

    private void section(String title) {
        text.append(".SH ").append(escaped(title.toUpperCase(Locale.ROOT))).append('\n');
    }

    private void paragraph(String words) {
        text.append(".PP\n").append(escaped(words)).append('\n');
    }

    private void item(String head, String words) {
        text.append(".TP\n.B ").append(escaped(head)).append('\n').append(escaped(words)).append('\n');
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    /// What would be a request of roff's, or a dash of its own, is plain text.
    static String escaped(String words) {
        var safe = words.replace("\\", "\\(rs").replace("-", "\\-").replace("\n", " ");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
