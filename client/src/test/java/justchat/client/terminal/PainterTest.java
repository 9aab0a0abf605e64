// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

import justchat.client.model.Display;
import justchat.client.model.Line;

import static org.assertj.core.api.Assertions.assertThat;

class PainterTest {
    private final Painter painter = new Painter(Themes.builtIn("default"), false);

    @Test
    void textHangsUnderItself() {
        assertThat(painted(line("tony", "one two three four five six seven"), 40)).isEqualTo("""
                12:00 tony  one two three four five six
                            seven""");
    }

    @Test
    void aLabelThatLeavesNoRoomStandsAbove() {
        assertThat(painted(line("natasha -> you (private, via server, sealed)", "psst"), 40)).isEqualTo("""
                12:00 natasha -> you (private, via
                      server, sealed)
                      psst""");
    }

    @Test
    void aSeparatorIsAsWideAsTheScreenAtMost() {
        var line = new Line("", "", "", "new since 12:00", Line.Kind.SEPARATOR);
        assertThat(painted(line, 300)).hasSize(78).startsWith("---------- new since 12:00 ----");
        assertThat(painted(line, 40)).hasSize(39);
        assertThat(painted(line, 20)).hasSize(19);
    }

    @Property
    void nothingIsLostAndNoRowIsWiderThanTheScreen(@ForAll @StringLength(min = 1, max = 60) String label,
            @ForAll String body, @ForAll @IntRange(min = 40, max = 300) int columns) {
        var line = line(Display.safe(label), Display.safeLines(body));
        var text = painted(line, columns);
        assertThat(text.split("\n", -1)).allMatch(row -> Wrap.width(row) < columns);
        assertThat(text.replaceAll("[ \n]", "")).isEqualTo((line.head() + line.body()).replaceAll("[ \n]", ""));
    }

    private static Line line(String label, String body) {
        return new Line("12:00", label, label, body, Line.Kind.PUBLIC);
    }

    private String painted(Line line, int columns) {
        return painter.paint(line, columns).toString();
    }
}
