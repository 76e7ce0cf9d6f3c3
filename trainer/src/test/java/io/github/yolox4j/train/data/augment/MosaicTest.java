package io.github.yolox4j.train.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.ImageCanvas;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.batch.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MosaicTest {

    private static final AnchorGrid INPUT = new AnchorGrid(64, 96);

    /** One scene has a block, the others are plain black. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void the_box_follows_the_block_into_every_tile(int tile) {
        SplittableRandom random = new SplittableRandom(tile);
        for (int i = 0; i < 20; i++) {
            Scene mosaic = Mosaic.draw(INPUT, random).of(withBlock(tile, Marked.scene(50, 40, 10, 5, 40, 35)));

            assertThat(mosaic.image().width()).isEqualTo(192);
            assertThat(mosaic.image().height()).isEqualTo(128);
            LabeledBox box = mosaic.boxes().get(0);
            LabeledBox found = Marked.find(mosaic.image(), Marked.BRIGHT);
            assertThat(new double[] {
                        found.box().x1(),
                        found.box().y1(),
                        found.box().x2(),
                        found.box().y2()
                    })
                    .containsExactly(
                            new double[] {
                                box.box().x1(),
                                box.box().y1(),
                                box.box().x2(),
                                box.box().y2()
                            },
                            within(1.0));
        }
    }

    @Test
    void the_tiles_meet_at_the_point() {
        List<Scene> plain = new ArrayList<>();
        for (int tile = 0; tile < 4; tile++) {
            plain.add(new Scene(new ImageCanvas(30, 20, 10 * (tile + 1)).image(), List.of()));
        }

        Scene mosaic = new Mosaic(INPUT, 70, 60).of(plain);

        assertThat(mosaic.image().get(69, 59, 0)).isEqualTo(10);
        assertThat(mosaic.image().get(70, 59, 0)).isEqualTo(20);
        assertThat(mosaic.image().get(69, 60, 0)).isEqualTo(30);
        assertThat(mosaic.image().get(70, 60, 0)).isEqualTo(40);
        // 30 x 20 letterboxed into 96 x 64 fills it; left of the point there is room for 70 columns only, below for 64
        // of 68 rows.
        assertThat(mosaic.image().get(0, 0, 0)).isEqualTo(10);
        assertThat(mosaic.image().get(0, 123, 0)).isEqualTo(30);
        assertThat(mosaic.image().get(0, 124, 0)).isEqualTo(114);
        assertThat(mosaic.image().get(166, 80, 0)).isEqualTo(114);
    }

    @Test
    void boxes_are_cut_where_the_canvas_ends() {
        Scene mosaic = new Mosaic(INPUT, 48, 32).of(withBlock(0, Marked.scene(96, 64, 0, 0, 96, 64)));

        assertThat(mosaic.boxes()).containsExactly(LabeledBox.ofCorners(0, 0, 0, 48, 32));
    }

    @Test
    void points_come_from_the_middle_of_the_canvas() {
        SplittableRandom random = new SplittableRandom(1);
        int left = 0;
        for (int i = 0; i < 1000; i++) {
            Mosaic mosaic = Mosaic.draw(INPUT, random);
            assertThat(mosaic.x()).isBetween(48, 143);
            assertThat(mosaic.y()).isBetween(32, 95);
            left += mosaic.x() < 96 ? 1 : 0;
        }
        assertThat(left).isBetween(400, 600);
    }

    @Test
    void three_scenes_are_too_few() {
        assertThatThrownBy(() -> new Mosaic(INPUT, 50, 50)
                        .of(withBlock(0, Marked.scene(9, 9, 1, 1, 2, 2)).subList(0, 3)))
                .hasMessage("a mosaic needs 4 scenes, got 3");
    }

    private static List<Scene> withBlock(int tile, Scene block) {
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            scenes.add(i == tile ? block : new Scene(new ImageCanvas(33, 44, 0).image(), List.of()));
        }
        return scenes;
    }
}
