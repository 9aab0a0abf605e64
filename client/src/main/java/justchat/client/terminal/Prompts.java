// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

/// JLine expands `%` in a prompt; a literal one is doubled.
final class Prompts {

    private Prompts() {}

    static String literal(String text) {
        return text.replace("%", "%%");
    }
}
