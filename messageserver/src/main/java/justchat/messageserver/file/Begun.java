// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

/// The answer to the wish to upload a file.
public sealed interface Begun {
    /// There is room for it, and it is reserved until the upload is closed.
    record Open(Upload upload) implements Begun {}

    /// Over a limit, for good; nothing was reserved.
    record TooLarge(String message) implements Begun {}

    /// Too many uploads are open at the moment.
    record Busy() implements Begun {}
}
