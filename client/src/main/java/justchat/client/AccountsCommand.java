// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import justchat.client.model.Errand;

/// `justchat accounts`
@Command(name = "accounts", mixinStandardHelpOptions = true, exitCodeOnInvalidInput = 64, description = {
        "Lists who has an account, one a line: name, online or offline, since when; with tabs between.",
        ""}, footer = {"", ErrandOptions.EXIT_CODES})
public final class AccountsCommand implements Callable<Integer> {
    @Mixin
    private ErrandOptions options;

    @Parameters(paramLabel = "PATTERN", arity = "0..1", defaultValue = "", description = "Which names: * and ? stand for others; without either, a part of the name (default: all).")
    private String pattern;

    @Override
    public Integer call() throws InterruptedException {
        return Errands.run(() -> Errands.run(options, new Errand.Accounts(pattern), _ -> {}));
    }
}
