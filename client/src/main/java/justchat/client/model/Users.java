// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

/// Who may use a command. Servers see to it; here it is only said.
public enum Users {
    ALL("everybody"), MODERATORS("moderators and the owner of the room"), OWNER("the owner of the room");

    private final String words;

    Users(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
