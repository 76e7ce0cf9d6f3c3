package io.github.yolox4j.detection.image.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Pictures;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoxPainterTest {

    private static final List<String> CLASSES = List.of("circle", "square");

    @Test
    void draws_on_the_border_and_the_label_but_not_inside_or_on_the_original() {
        BgrImage image = Pictures.plain(200, 200, 0, 0, 0);

        BgrImage drawn = BoxPainter.of(CLASSES).draw(image, List.of(new Detection(0, 0.87, 50.4, 60.2, 150, 160)));

        assertThat(brightness(drawn, 50, 100)).isPositive();
        assertThat(brightness(drawn, 149, 100)).isPositive();
        assertThat(brightness(drawn, 100, 159)).isPositive();
        assertThat(brightness(drawn, 60, 53)).as("label").isPositive();
        assertThat(brightness(drawn, 100, 110)).as("inside").isZero();
        assertThat(brightness(drawn, 20, 20)).as("outside").isZero();
        assertThat(image.pixels()).containsOnly(0);
    }

    @Test
    void small_images_are_enlarged_by_a_whole_factor_with_their_boxes() {
        BoxPainter painter = BoxPainter.of(CLASSES).withSmallestSide(250);

        BgrImage drawn =
                painter.draw(Pictures.plain(100, 120, 0, 0, 0), List.of(new Detection(1, 0.5, 20, 50, 80, 100)));

        assertThat(drawn.width()).isEqualTo(300);
        assertThat(drawn.height()).isEqualTo(360);
        assertThat(brightness(drawn, 60, 200)).isPositive();
    }

    @Test
    void labels_at_the_edges_stay_inside() {
        BgrImage drawn = BoxPainter.of(CLASSES)
                .draw(Pictures.plain(120, 120, 0, 0, 0), List.of(new Detection(0, 0.5, 100, 0, 140, 60)));

        assertThat(brightness(drawn, 60, 4)).as("label moved left and down").isPositive();
    }

    @Test
    void of_a_box_far_beyond_the_image_only_what_lies_in_it_is_drawn() {
        BoxPainter painter = BoxPainter.of(CLASSES);
        BgrImage image = Pictures.plain(200, 200, 0, 0, 0);

        BgrImage huge = painter.draw(image, List.of(new Detection(0, 0.9, -3e9, 40, 5e9, 150)));

        assertThat(huge.pixels())
                .isEqualTo(painter.draw(image, List.of(new Detection(0, 0.9, -70, 40, 260, 150)))
                        .pixels());
        assertThat(brightness(huge, 100, 149)).as("its lower border").isPositive();
        assertThat(brightness(huge, 1, 100)).as("its left border").isZero();
    }

    @Test
    void classes_have_different_colours() {
        List<String> names = IntStream.range(0, 80).mapToObj(i -> "c" + i).toList();
        Set<List<Integer>> colours = new HashSet<>();
        for (int i = 0; i < 80; i++) {
            BgrImage drawn = BoxPainter.of(names)
                    .draw(Pictures.plain(100, 100, 1, 2, 3), List.of(new Detection(i, 0.5, 10, 30, 90, 90)));
            colours.add(List.of(drawn.get(10, 80, 0), drawn.get(10, 80, 1), drawn.get(10, 80, 2)));
        }
        assertThat(colours).hasSize(80);
    }

    @Test
    void a_class_without_a_name_is_refused() {
        assertThatThrownBy(() -> BoxPainter.of(CLASSES)
                        .draw(Pictures.plain(9, 9, 0, 0, 0), List.of(new Detection(2, 0.5, 1, 1, 5, 5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("class 2 has no name among [circle, square]");
    }

    private static int brightness(BgrImage image, int x, int y) {
        return image.get(x, y, 0) + image.get(x, y, 1) + image.get(x, y, 2);
    }
}
