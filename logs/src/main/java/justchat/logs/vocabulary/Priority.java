// SPDX-License-Identifier: Apache-2.0
package justchat.logs.vocabulary;

/// How much an event matters, as GoVector has it: the first word of a line.
public enum Priority {
    DEBUG, INFO, WARNING, ERROR, FATAL
}
