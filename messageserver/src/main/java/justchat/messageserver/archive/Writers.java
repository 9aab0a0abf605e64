// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.archive;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;

/// Who wrote a room's messages: the instances of clients, each with its author, and
/// the authors, numbered as they come. Not thread-safe.
final class Writers {
    static final int NOBODY = -1;
    private static final int FIRST_SIZE = 16;

    private final Map<Writer, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> authors = new HashMap<>();
    private int[] authorOf = new int[FIRST_SIZE];

    private record Writer(Instance instance, String author) {}

    /// The number of who wrote this, a new one if need be.
    int number(Entry message) {
        return numbers.computeIfAbsent(writerOf(message), this::add);
    }

    private int add(Writer writer) {
        int number = numbers.size();
        if (number == authorOf.length) {
            authorOf = Arrays.copyOf(authorOf, Math.multiplyExact(number, 2));
        }
        authorOf[number] = authors.computeIfAbsent(writer.author, _ -> authors.size());
        return number;
    }

    /// The number of who wrote this, or [#NOBODY].
    int find(Entry message) {
        return numbers.getOrDefault(writerOf(message), NOBODY);
    }

    private static Writer writerOf(Entry message) {
        return new Writer(message.id().instance(), message.author());
    }

    /// The number of this author, or [#NOBODY].
    int author(String name) {
        return authors.getOrDefault(name, NOBODY);
    }

    int authorOf(int writer) {
        return authorOf[writer];
    }
}
