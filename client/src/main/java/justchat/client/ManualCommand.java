// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `justchat man`
@Command(name = "man", mixinStandardHelpOptions = true, description = "Prints the manual page.", footer = {"",
        "To read it:  ./justchat man | man -l -"})
public final class ManualCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        out.print(Manual.page());
        out.flush();
        return 0;
    }
}
