// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Arrays;
import java.util.Objects;

/// What opens a file of a closed room; only its members are told. Immutable, and
/// in no text.
public final class FileSeal {
    public static final int KEY_BYTES = 32;

    private final ContentHash file;
    private final byte[] key;

    /// @param file
    ///            SHA-256 of the sealed chunks: what the servers know the file by
    /// @param key
    ///            of this file's chunks, and of nothing else
    /// @throws IllegalArgumentException
    ///             if the key is of another length
    public FileSeal(ContentHash file, byte[] key) {
        this.file = Objects.requireNonNull(file, "file");
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("key of " + key.length + " bytes");
        }
        this.key = key.clone();
    }

    public ContentHash file() {
        return file;
    }

    public byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileSeal seal && file.equals(seal.file) && Arrays.equals(key, seal.key);
    }

    @Override
    public int hashCode() {
        return file.hashCode();
    }

    /// Without the key.
    @Override
    public String toString() {
        return "FileSeal[" + file.brief() + "]";
    }
}
