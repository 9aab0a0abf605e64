// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `justchat test`, for its help: the launcher runs Maven itself, because the
/// program need not be built for that.
@Command(name = "test", mixinStandardHelpOptions = true, description = "Builds everything and runs all tests.", footer = {
        "", "It is: mvn -B verify. Further options are Maven's: justchat test client -Dtest=ClientLoopTest"})
final class TestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODULE", arity = "0..*", description = "Only these modules, and what they are built on: logs, thrift, loadbalancer, messageserver,"
            + " client, tools.")
    List<String> modules = List.of();

    @Override
    public Integer call() {
        System.err.println("Tests need a checkout: run ./justchat test there, or mvn -B verify");
        return 78;
    }
}
