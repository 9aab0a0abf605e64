// SPDX-License-Identifier: Apache-2.0
package justchat.tools.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

import javax.imageio.ImageIO;

/// Elon's new car, a SELDOM 2016, in the evening sun: drawn without a screen
/// and without a font, with the grain of a camera, which makes the file as
/// large as a photograph. The same picture every time.
final class Picture {
    private static final int WIDTH = 1400;
    private static final int HEIGHT = 900;
    private static final int ROAD = 640;
    private static final int GRAIN = 7;
    private static final Color PAINT = new Color(176, 24, 36);
    /// The glyphs of the number plate, five dots wide, seven high.
    private static final Map<Character, List<String>> GLYPHS = Map.of('S',
            List.of(" ### ", "#   #", "#    ", " ### ", "    #", "#   #", " ### "), 'E',
            List.of("#####", "#    ", "#    ", "#### ", "#    ", "#    ", "#####"), 'L',
            List.of("#    ", "#    ", "#    ", "#    ", "#    ", "#    ", "#####"), 'D',
            List.of("#### ", "#   #", "#   #", "#   #", "#   #", "#   #", "#### "), 'O',
            List.of(" ### ", "#   #", "#   #", "#   #", "#   #", "#   #", " ### "), 'M',
            List.of("#   #", "## ##", "# # #", "#   #", "#   #", "#   #", "#   #"), '2',
            List.of(" ### ", "#   #", "    #", "  ## ", " #   ", "#    ", "#####"), '0',
            List.of(" ### ", "#   #", "#  ##", "# # #", "##  #", "#   #", " ### "), '1',
            List.of("  #  ", " ##  ", "  #  ", "  #  ", "  #  ", "  #  ", " ### "), '6',
            List.of(" ### ", "#    ", "#    ", "#### ", "#   #", "#   #", " ### "));

    private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    private final Graphics2D pen = image.createGraphics();

    private Picture() {
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    static void draw(Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        var picture = new Picture();
        picture.landscape();
        picture.body();
        picture.windows();
        picture.wheel(430);
        picture.wheel(980);
        picture.lights();
        picture.plate("SELDOM 2016");
        picture.pen.dispose();
        picture.grain();
        if (!ImageIO.write(picture.image, "png", file.toFile())) {
            throw new IOException("this Java cannot write PNG");
        }
    }

    private void landscape() {
        pen.setPaint(new GradientPaint(0, 0, new Color(36, 52, 112), 0, ROAD, new Color(250, 170, 96)));
        pen.fillRect(0, 0, WIDTH, ROAD);
        pen.setColor(new Color(255, 226, 150));
        pen.fill(new Ellipse2D.Double(1040, 330, 170, 170));
        hills(new Color(96, 64, 104), 470, 90, 0.006);
        hills(new Color(52, 60, 56), 560, 60, 0.011);
        pen.setPaint(new GradientPaint(0, ROAD, new Color(74, 72, 78), 0, HEIGHT, new Color(38, 38, 44)));
        pen.fillRect(0, ROAD, WIDTH, HEIGHT - ROAD);
        pen.setColor(new Color(226, 208, 140));
        for (var x = -60; x < WIDTH; x += 220) {
            pen.fillRect(x, 800, 120, 12);
        }
    }

    private void hills(Color color, int base, int height, double pace) {
        var hills = new Path2D.Double();
        hills.moveTo(0, ROAD);
        for (var x = 0; x <= WIDTH; x += 4) {
            hills.lineTo(x, base - height * (Math.sin(x * pace) + 0.5 * Math.sin(x * pace * 2.3 + 1)) / 1.5);
        }
        hills.lineTo(WIDTH, ROAD);
        hills.closePath();
        pen.setColor(color);
        pen.fill(hills);
    }

    private void body() {
        pen.setColor(new Color(20, 20, 24, 150));
        pen.fill(new Ellipse2D.Double(210, 690, 1000, 60));
        var body = new Path2D.Double();
        body.moveTo(220, 660);
        body.curveTo(200, 560, 240, 520, 330, 500);
        body.curveTo(440, 380, 560, 350, 700, 350);
        body.curveTo(850, 350, 930, 420, 1000, 500);
        body.curveTo(1120, 510, 1190, 540, 1200, 660);
        body.closePath();
        pen.setPaint(new GradientPaint(0, 350, PAINT.brighter(), 0, 680, PAINT.darker()));
        pen.fill(body);
        pen.setColor(new Color(255, 255, 255, 70));
        pen.setStroke(new BasicStroke(5));
        pen.draw(new QuadCurve2D.Double(300, 545, 700, 505, 1150, 560));
        pen.setColor(PAINT.darker().darker());
        pen.setStroke(new BasicStroke(3));
        pen.drawLine(690, 510, 700, 655);
        pen.fill(new RoundRectangle2D.Double(720, 545, 60, 12, 10, 10));
    }

    private void windows() {
        pen.setPaint(new GradientPaint(0, 370, new Color(60, 84, 120), 0, 500, new Color(190, 214, 230)));
        var front = new Path2D.Double();
        front.moveTo(705, 372);
        front.curveTo(820, 374, 890, 430, 950, 496);
        front.lineTo(705, 496);
        front.closePath();
        pen.fill(front);
        var back = new Path2D.Double();
        back.moveTo(680, 372);
        back.curveTo(570, 374, 480, 420, 400, 496);
        back.lineTo(680, 496);
        back.closePath();
        pen.fill(back);
    }

    private void wheel(int x) {
        var y = 660;
        pen.setColor(new Color(18, 18, 20));
        pen.fill(new Ellipse2D.Double(x - 88, y - 88, 176, 176));
        pen.setColor(new Color(190, 194, 200));
        pen.fill(new Ellipse2D.Double(x - 54, y - 54, 108, 108));
        pen.setColor(new Color(70, 74, 80));
        pen.setStroke(new BasicStroke(9));
        for (var spoke = 0; spoke < 10; spoke++) {
            var angle = Math.PI * spoke / 5;
            pen.drawLine(x, y, x + (int) (46 * Math.cos(angle)), y + (int) (46 * Math.sin(angle)));
        }
        pen.setColor(new Color(220, 222, 226));
        pen.fill(new Ellipse2D.Double(x - 14, y - 14, 28, 28));
    }

    private void lights() {
        pen.setColor(new Color(255, 244, 190));
        pen.fill(new Ellipse2D.Double(1130, 556, 56, 34));
        pen.setColor(new Color(255, 60, 40));
        pen.fill(new RoundRectangle2D.Double(224, 560, 30, 46, 14, 14));
    }

    private void plate(String text) {
        var dot = 4;
        var width = text.length() * 6 * dot + 2 * dot;
        var left = (WIDTH - width) / 2;
        var top = 600;
        pen.setColor(new Color(240, 240, 236));
        pen.fill(new RoundRectangle2D.Double(left - 8, top - 8, width + 12, 7 * dot + 16, 8, 8));
        pen.setColor(new Color(24, 24, 30));
        for (var at = 0; at < text.length(); at++) {
            var rows = GLYPHS.getOrDefault(text.charAt(at), List.of());
            for (var row = 0; row < rows.size(); row++) {
                for (var column = 0; column < rows.get(row).length(); column++) {
                    if (rows.get(row).charAt(column) == '#') {
                        pen.fillRect(left + (at * 6 + column) * dot, top + row * dot, dot, dot);
                    }
                }
            }
        }
    }

    private void grain() {
        var random = new Random(2016);
        for (var y = 0; y < HEIGHT; y++) {
            for (var x = 0; x < WIDTH; x++) {
                var pixel = image.getRGB(x, y);
                image.setRGB(x, y, grained(pixel >> 16, random) << 16 | grained(pixel >> 8, random) << 8
                        | grained(pixel, random));
            }
        }
    }

    private static int grained(int channel, Random random) {
        return Math.clamp((channel & 255) + random.nextInt(GRAIN) - GRAIN / 2, 0, 255);
    }
}
