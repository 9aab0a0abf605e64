// SPDX-License-Identifier: Apache-2.0
package justchat.tools.demo;

import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PictureTest {
    @TempDir
    Path directory;

    @Test
    void isARealPictureOfAtLeastOneMegabyte() throws IOException {
        var file = directory.resolve("car.png");
        Picture.draw(file);
        assertThat(file.toFile().length()).isBetween(1_000_000L, 4_000_000L);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1400);
    }

    @Test
    void isTheSameEveryTime() throws IOException {
        Picture.draw(directory.resolve("one.png"));
        Picture.draw(directory.resolve("two.png"));
        assertThat(Digest.of(directory.resolve("one.png"))).isEqualTo(Digest.of(directory.resolve("two.png")));
    }
}
