// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.Optional;

/// What the keys of the [Editor] do. Called with the editor's lock held, so none
/// of these may wait.
interface Keys {
    /// The prompt as it has to stand now, for the width that the terminal has now.
    String prompt();

    /// The command of the person's own editor.
    String editor();

    /// Some key was touched.
    void touched();

    /// Enter.
    ///
    /// @return what stays in the editor; empty if the text was taken
    String enter(String text);

    /// Enter on an empty line.
    void empty();

    /// What was asked in place of the prompt was answered; empty: by Ctrl-C.
    void answered(int question, Optional<String> text);

    /// Alt-Y and Alt-N.
    void answer(boolean accept);

    /// Alt and a digit.
    void room(int number);

    /// Alt-A.
    void nextUnread();

    /// F1.
    void help();

    /// The second Ctrl-C.
    void interrupted();

    /// The first Ctrl-C on an empty line.
    void interruptedOnce();

    /// What the person should know at once, about the line itself.
    void complain(String sentence);

    /// What may stand before the cursor.
    Completion complete(String lineToCursor);
}
