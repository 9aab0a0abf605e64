// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/// A file name from outside never leads out of the folder (W13).
class SafeNameTest {

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', value = {"SELDOM_2016.png > SELDOM_2016.png",
            "../../.ssh/authorized_keys > authorized_keys", "/etc/passwd > passwd",
            "C:\\Windows\\system32\\evil.dll > evil.dll", ".. > file", ".bashrc > bashrc", "...hidden... > hidden",
            "` ` > file", "`` > file", "a/ > file", "NUL > _NUL", "com1.txt > _com1.txt", "Con .x.y > _Con .x.y",
            "naïve file (1).tar.gz > naïve file (1).tar.gz", "what?.txt > what_.txt", "`x  .` > x"})
    void turnsHostileNamesIntoPlainOnes(String hostile, String safe) {
        assertThat(SafeName.of(hostile)).isEqualTo(safe);
    }

    @Test
    void leavesOutWhatWouldDeceiveTheEye() {
        assertThat(SafeName.of("invoice\u202Efdp.exe")).isEqualTo("invoicefdp.exe");
        assertThat(SafeName.of("a\u0000b\u001B[31m\u200Bc\nd\u0085.txt")).isEqualTo("ab[31mcd.txt");
        assertThat(SafeName.of("e\u0301.txt")).isEqualTo("\u00e9.txt");
        assertThat(SafeName.of("\uD800.txt")).isEqualTo("txt");
    }

    @Test
    void keepsTheExtensionOfALongName() {
        assertThat(SafeName.of("é".repeat(200) + ".png")).endsWith(".png").hasSize(58 + 4);
        assertThat(SafeName.of("x." + "y".repeat(300))).hasSize(SafeName.MAX_BYTES);
        assertThat(SafeName.numbered("plan.pdf", 2)).isEqualTo("plan (2).pdf");
        assertThat(SafeName.numbered("plan", 3)).isEqualTo("plan (3)");
    }

    @Property(tries = 3000)
    void anyNameStaysInItsFolderAndWithinItsLimits(@ForAll("hostile") String name) {
        var safe = SafeName.of(name);

        assertThat(safe.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, SafeName.MAX_BYTES);
        assertThat(safe).doesNotContain("/", "\\", "\0", ":").doesNotStartWith(".").doesNotEndWith(".");
        assertThat(Normalizer.isNormalized(safe, Normalizer.Form.NFC)).isTrue();
        assertThat(safe.codePoints().noneMatch(Character::isISOControl)).isTrue();
        var folder = Path.of("/downloads");
        assertThat(folder.resolve(safe).normalize().getParent()).isEqualTo(folder);
        assertThat(SafeName.of(safe)).isEqualTo(safe);
    }

    @Provide
    Arbitrary<String> hostile() {
        var nasty = Arbitraries.of("../", "..\\", "/", "\0", "\n", "\u001B]52;c;", "\u202E", ".", "..", " ", "CON",
                "nul",
                "LPT1", ":", "*", "~", "-rf", "a\u0301\u0301", "👩‍👩‍👧", "x".repeat(130), "é".repeat(70), ".png",
                ".tar.gz", "\uD83D", "\u2028", "\uFEFF");
        return Arbitraries.oneOf(Arbitraries.strings().all().ofMaxLength(200),
                nasty.list().ofMaxSize(8).map(parts -> String.join("", parts)));
    }
}
