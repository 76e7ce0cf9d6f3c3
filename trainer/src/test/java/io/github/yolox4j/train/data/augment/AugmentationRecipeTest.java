package io.github.yolox4j.train.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.batch.Scene;
import io.github.yolox4j.train.data.batch.SceneSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationRecipeTest {

    private static final AnchorGrid INPUT = new AnchorGrid(128, 160);

    /** Letterboxing cuts up to a pixel off an image, the affine map makes two of it; and half of a pixel. */
    private static final double MARGIN = 2.5;

    private final SceneSource scenes = Marked.source(12, 5);

    @Test
    void every_bright_pixel_lies_in_a_box_and_every_box_holds_bright_pixels() throws IOException {
        AugmentationRecipe recipe = AugmentationRecipe.REFERENCE.withHsvProbability(0);
        int boxes = 0;
        for (int seed = 0; seed < 60; seed++) {
            Scene scene = recipe.apply(seed % 12, scenes, INPUT, new SplittableRandom(seed));
            // A block mixed with black is 127, padding 114.
            int level = 121;
            for (int y = 0; y < INPUT.height(); y++) {
                for (int x = 0; x < INPUT.width(); x++) {
                    if (Marked.isBright(scene.image(), x, y, level)) {
                        assertThat(isInABox(scene.boxes(), x + 0.5, y + 0.5, MARGIN))
                                .as("pixel (%d, %d) of seed %d, boxes %s", x, y, seed, scene.boxes())
                                .isTrue();
                    }
                }
            }
            for (LabeledBox box : scene.boxes()) {
                assertThat(List.of(box.box().x1(), box.box().x2())).allMatch(x -> x >= 0 && x <= INPUT.width());
                assertThat(List.of(box.box().y1(), box.box().y2())).allMatch(y -> y >= 0 && y <= INPUT.height());
                // A turned block that the frame cuts may lie in one corner of its box: the middle of whole ones is
                // looked at.
                boolean isWhole = box.box().x1() > 0
                        && box.box().y1() > 0
                        && box.box().x2() < INPUT.width()
                        && box.box().y2() < INPUT.height();
                if (isWhole && Math.min(box.box().width(), box.box().height()) > 4) {
                    int x = (int) ((box.box().x1() + box.box().x2()) / 2);
                    int y = (int) ((box.box().y1() + box.box().y2()) / 2);
                    assertThat(Marked.isBright(scene.image(), x, y, level))
                            .as("middle of %s, seed %d", box, seed)
                            .isTrue();
                    boxes++;
                }
            }
        }
        assertThat(boxes).as("boxes looked at").isGreaterThan(60);
    }

    @Test
    void the_same_generator_gives_the_same_scene_and_another_one_another() throws IOException {
        Scene first = AugmentationRecipe.REFERENCE.apply(3, scenes, INPUT, new SplittableRandom(1));
        Scene second = AugmentationRecipe.REFERENCE.apply(3, scenes, INPUT, new SplittableRandom(1));
        Scene other = AugmentationRecipe.REFERENCE.apply(3, scenes, INPUT, new SplittableRandom(2));

        assertThat(first.image().pixels()).isEqualTo(second.image().pixels());
        assertThat(first.boxes()).isEqualTo(second.boxes());
        assertThat(first.image().pixels()).isNotEqualTo(other.image().pixels());
    }

    @Test
    void the_images_given_are_not_changed() throws IOException {
        List<byte[]> before =
                IntStream.range(0, 12).mapToObj(i -> pixels(i).clone()).toList();
        for (int i = 0; i < 12; i++) {
            AugmentationRecipe.REFERENCE.apply(i, scenes, INPUT, new SplittableRandom(i));
        }
        for (int i = 0; i < 12; i++) {
            assertThat(pixels(i)).isEqualTo(before.get(i));
        }
    }

    @Test
    void a_mosaic_begins_with_its_own_image_and_mixup_adds_one_to_its_four() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            List<LabeledBox> boxes = AugmentationRecipe.REFERENCE
                    .apply(7, scenes, INPUT, new SplittableRandom(seed))
                    .boxes();
            assertThat(boxes).hasSize(5);
            assertThat(boxes.get(0).classId()).isEqualTo(7);
        }
        assertThat(AugmentationRecipe.REFERENCE
                        .withMixupProbability(0)
                        .apply(7, scenes, INPUT, new SplittableRandom(1))
                        .boxes())
                .hasSize(4);
    }

    @Test
    void images_without_objects_get_no_mixup() throws IOException {
        SceneSource empty = new SceneSource() {
            @Override
            public int size() {
                return 12;
            }

            @Override
            public List<LabeledBox> boxes(int index) {
                return List.of();
            }

            @Override
            public Scene scene(int index) throws IOException {
                return new Scene(scenes.scene(index).image(), List.of());
            }
        };
        assertThat(AugmentationRecipe.REFERENCE
                        .apply(0, empty, INPUT, new SplittableRandom(1))
                        .boxes())
                .isEmpty();
    }

    @Test
    void without_mixing_an_image_keeps_its_size_and_is_mirrored_every_second_time() throws IOException {
        AugmentationRecipe last = AugmentationRecipe.REFERENCE.withoutMixing();
        Scene source = scenes.scene(3);
        int mirrored = 0;
        for (int seed = 0; seed < 200; seed++) {
            Scene scene = last.apply(3, scenes, INPUT, new SplittableRandom(seed));
            assertThat(scene.image().width()).isEqualTo(source.image().width());
            assertThat(scene.boxes()).hasSize(1);
            mirrored += scene.boxes().equals(source.boxes()) ? 0 : 1;
        }
        assertThat(mirrored).isBetween(70, 130);
        assertThat(AugmentationRecipe.NONE.apply(3, scenes, INPUT, new SplittableRandom(1)))
                .isSameAs(source);
    }

    @Test
    void a_vertical_flip_is_drawn_last_and_without_it_no_number_is_drawn() throws IOException {
        AugmentationRecipe recipe = AugmentationRecipe.REFERENCE;
        int flipped = 0;
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Scene plain = recipe.apply(3, scenes, INPUT, random);
            Scene both = recipe.withVerticalFlipProbability(0.5).apply(3, scenes, INPUT, new SplittableRandom(seed));
            boolean isFlipped = random.nextDouble() < 0.5; // the number that follows those of the plain recipe
            Scene expected = isFlipped ? plain.mirroredVertically() : plain;
            assertThat(both.boxes()).isEqualTo(expected.boxes());
            assertThat(both.image().pixels()).isEqualTo(expected.image().pixels());
            flipped += isFlipped ? 1 : 0;
        }
        assertThat(flipped).isBetween(35, 65);
    }

    @Test
    void what_is_always_flipped_vertically_is_the_mirrored_image() throws IOException {
        Scene source = scenes.scene(3);
        LabeledBox box = source.boxes().get(0);
        Scene scene =
                AugmentationRecipe.NONE.withVerticalFlipProbability(1).apply(3, scenes, INPUT, new SplittableRandom(1));

        int height = source.image().height();
        assertThat(scene.boxes())
                .containsExactly(LabeledBox.ofCorners(
                        box.classId(),
                        box.box().x1(),
                        height - box.box().y2(),
                        box.box().x2(),
                        height - box.box().y1()));
        assertThat(scene.image().pixels())
                .isEqualTo(source.image().mirroredVertically().pixels());
    }

    @ParameterizedTest
    @CsvSource({"NANO, 0.5, 0.5, 0", "TINY, 1, 0.5, 0", "S, 1, 0.1, 1", "X, 1, 0.1, 1", "YOLOV3, 1, 0.1, 1"})
    void every_size_has_the_references_recipe(YoloxConfig.Size size, double mosaic, double smallest, double mixup) {
        AugmentationRecipe recipe = AugmentationRecipe.of(YoloxConfig.of(size));

        assertThat(recipe.mosaicProbability()).isEqualTo(mosaic);
        assertThat(recipe.affine().scale().smallest()).isEqualTo(smallest);
        assertThat(recipe.mixupProbability()).isEqualTo(mixup);
    }

    @Test
    void its_text_names_what_is_switched_on() {
        assertThat(AugmentationRecipe.REFERENCE)
                .hasToString("mosaic 1.0 (scale 0.1 to 2.0, rotation 10.0, translation 0.1, shear 2.0),"
                        + " mixup 1.0 (scale 0.5 to 1.5), HSV 1.0, flip 0.5");
        assertThat(AugmentationRecipe.LIGHT).hasToString("HSV 1.0, flip 0.5");
        assertThat(AugmentationRecipe.NONE).hasToString("none");
        assertThat(AugmentationRecipe.LIGHT.withVerticalFlipProbability(0.25))
                .hasToString("HSV 1.0, flip 0.5, vertical flip 0.25");
    }

    @Test
    void wrong_settings_are_named() {
        AugmentationRecipe recipe = AugmentationRecipe.REFERENCE;
        ScaleRange scale = recipe.mixupScale();
        assertThatThrownBy(() -> recipe.withMosaicProbability(1.5))
                .hasMessage("mosaic probability must be between 0 and 1: 1.5");
        assertThatThrownBy(() -> recipe.withVerticalFlipProbability(-0.1))
                .hasMessage("vertical flip probability must be between 0 and 1: -0.1");
        assertThatThrownBy(() -> new RandomAffine(10, 0.1, scale, 90))
                .hasMessage("shear must be between 0 and 80.0: 90.0");
        assertThatThrownBy(() -> new RandomAffine(Double.NaN, 0.1, scale, 2))
                .hasMessageStartingWith("degrees must be between");
        assertThatThrownBy(() -> new ScaleRange(0, 1))
                .hasMessage("scales need 0 < smallest <= largest, got 0.0 and 1.0");
    }

    private byte[] pixels(int index) {
        try {
            return scenes.scene(index).image().pixels();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInABox(List<LabeledBox> boxes, double x, double y, double margin) {
        return boxes.stream()
                .anyMatch(box -> x > box.box().x1() - margin
                        && x < box.box().x2() + margin
                        && y > box.box().y1() - margin
                        && y < box.box().y2() + margin);
    }
}
