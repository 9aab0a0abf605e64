// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

/// No balancer gave an answer; the message names who was asked.
public final class NobodyAnswers extends Exception {
    private static final long serialVersionUID = 1;

    NobodyAnswers(String message) {
        super(message);
    }
}
