// SPDX-License-Identifier: Apache-2.0
package justchat.logs.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import justchat.logs.clock.VectorClock;
import justchat.logs.shiviz.Event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The page in a real browser: `claims.js` runs behind the page's own script
/// and writes what it found into the page, a line for each claim.
class BrowserTest {
    private static final Pattern VERDICT = Pattern.compile("(?s)<pre id=\"verdict\"[^>]*>(.*?)</pre>");
    private static final String HOSTILE = "INFO says text=\"</script><img src=x onerror=document.title=1>'&amp;\u202e\0\ud800";
    /// Stays: a browser's helpers may write a moment longer than it lives.
    @TempDir(cleanup = CleanupMode.NEVER)
    Path directory;

    @Test
    void thePageDoesWhatItClaims() throws IOException, InterruptedException {
        var events = new ArrayList<>(Chatter.events(2, 3, 5, 400, 7));
        events.add(new Event("stranger", VectorClock.of(Map.of("stranger", 1L)), HOSTILE));
        var page = Files.writeString(directory.resolve("page.html"),
                Page.of(SpaceTime.of(events), "a test", List.of("<b>note</b>"), claims()));
        var shown = Browser.open(page, directory, "id=\"help-title\"");
        assumeTrue(shown.isPresent(), "no browser that works; the reason was printed");
        var verdict = VERDICT.matcher(shown.get());
        assertThat(verdict.find()).as("the claims were looked at, to the end").isTrue();
        var lines = verdict.group(1).strip().lines().toList();
        assertThat(lines).endsWith("end").hasSizeGreaterThan(25)
                .allSatisfy(line -> assertThat(line).matches("holds: .*|end"));
    }

    private static String claims() throws IOException {
        try (var in = Objects.requireNonNull(BrowserTest.class.getResourceAsStream("claims.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
