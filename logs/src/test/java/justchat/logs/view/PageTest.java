// SPDX-License-Identifier: Apache-2.0
package justchat.logs.view;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PageTest {
    private static final Pattern PART = Pattern.compile("(?s)<(script|style)>(.*?)</\\1>");
    private final String page = Page.of(SpaceTime.of(Chatter.events(1, 2, 2, 50, 1)), "{{style}} </script>", List.of());

    @Test
    void allowsItsOwnStyleAndScriptAndNothingElse() throws GeneralSecurityException {
        var parts = PART.matcher(page).results().toList();
        assertThat(parts).hasSize(2);
        for (var part : parts) {
            var digest = MessageDigest.getInstance("SHA-256").digest(part.group(2).getBytes(StandardCharsets.UTF_8));
            assertThat(page).contains(part.group(1) + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest));
        }
        assertThat(page).contains("\"default-src 'none'; ");
    }

    @Test
    void asksNobodyForAnything() {
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:", "src=\"",
                "<link", "@import", "url(", "fetch(", "XMLHttpRequest", "import(");
    }

    @Test
    void everyPlaceIsFilledOnce() {
        assertThat(page).containsOnlyOnce("{{style}} \\u003c/script\\u003e").doesNotContain("{{run}}", "{{script}}",
                "{{policy}}");
    }

    @Test
    void itsPartsAreTidyToo() throws IOException, URISyntaxException {
        var directory = Path.of(Objects.requireNonNull(Page.class.getResource("page.html")).toURI()).getParent();
        try (Stream<Path> files = Files.list(directory)) {
            var parts = files.filter(file -> Pattern.matches(".*\\.(js|css|html)", file.toString())).toList();
            assertThat(parts).hasSizeGreaterThan(10);
            for (var part : parts) {
                var lines = Files.readAllLines(part);
                assertThat(lines).as("%s", part).hasSizeLessThanOrEqualTo(400);
                assertThat(String.join("\n", lines.subList(0, 2))).as("%s", part)
                        .contains("SPDX-License-Identifier: Apache-2.0");
            }
        }
    }
}
