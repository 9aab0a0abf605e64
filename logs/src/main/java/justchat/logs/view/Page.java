// SPDX-License-Identifier: Apache-2.0
package justchat.logs.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page: `page.html`, with style, script and the run put into it.
///
/// It asks nobody for anything: its content security policy allows the very
/// style and script that were put in, by their digests, and nothing else, so
/// that no text of an event can do anything even if an escape were wrong.
public final class Page {
    /// In the order in which they build on one another.
    private static final List<String> SCRIPTS = List.of("run.js", "layout.js", "search.js", "pens.js", "paint.js",
            "picture.js", "minimap.js", "state.js", "stage.js", "heads.js", "panel.js", "keys.js", "main.js");

    private Page() {}

    /// @param title
    ///            what run it is
    /// @param notes
    ///            what the check found, in words; shown above the diagram
    public static String of(SpaceTime run, String title, List<String> notes) {
        return of(run, title, notes, "");
    }

    /// @param more
    ///            script that runs behind the page's own, in its scope
    static String of(SpaceTime run, String title, List<String> notes, String more) {
        var style = resource("page.css");
        var script = Stream.concat(SCRIPTS.stream().map(Page::resource), Stream.of(more))
                .collect(Collectors.joining("\n", "\n(() => {\n'use strict';\n", "\n})();\n"));
        var policy = "default-src 'none'; img-src data: blob:; base-uri 'none'; form-action 'none'; style-src '"
                + digest(style) + "'; script-src '" + digest(script) + "'";
        // The run comes last, so that none of its texts can be taken for a place to fill.
        return resource("page.html").replace("{{policy}}", policy).replace("{{style}}", style)
                .replace("{{script}}", script).replace("{{run}}", RunData.of(run, title, notes));
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (var in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            // As a browser reads it, before it takes the digest; a checkout may have other ends of lines.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
