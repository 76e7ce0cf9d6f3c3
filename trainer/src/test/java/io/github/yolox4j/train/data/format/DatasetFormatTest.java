package io.github.yolox4j.train.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetFormatTest {

    @Test
    void names_are_parsed_in_any_case_and_an_unknown_one_lists_the_valid() {
        assertThat(DatasetFormat.parse("voc")).isEqualTo(DatasetFormat.VOC);
        assertThat(DatasetFormat.parse("Coco")).isEqualTo(DatasetFormat.COCO);
        assertThat(DatasetFormat.parse("YOLO")).isEqualTo(DatasetFormat.YOLO);
        assertThatThrownBy(() -> DatasetFormat.parse("kitti"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown dataset format 'kitti', valid are voc, coco, yolo");
    }

    @Test
    void a_dataset_checks_its_classes() {
        Sample sample = new Sample("a", Path.of("a.jpg"), 9, 9, List.of(LabeledBox.ofCorners(1, 1, 1, 2, 2)));

        assertThatThrownBy(() -> Dataset.of(List.of("dog"), List.of(sample)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("image a: class 1 has no name among [dog]");
        assertThatThrownBy(() -> Dataset.of(List.of("dog", "dog"), List.of()))
                .hasMessage("class 'dog' is named twice in [dog, dog]");
    }

    @Test
    void a_subset_keeps_classes_and_order() {
        List<Sample> samples = List.of(
                new Sample("a", Path.of("a"), 9, 9, List.of()),
                new Sample("b", Path.of("b"), 9, 9, List.of()),
                new Sample("c", Path.of("c"), 9, 9, List.of()));
        Dataset subset = new Dataset(List.of("dog"), List.of(18), samples).subset(1, 3);

        assertThat(subset.samples()).extracting(Sample::id).containsExactly("b", "c");
        assertThat(subset.classes()).containsExactly("dog");
        assertThat(subset.categoryIds()).containsExactly(18);
    }

    @Test
    void a_box_has_ordered_edges() {
        assertThatThrownBy(() -> LabeledBox.ofCorners(0, 5, 1, 4, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("need x1 <= x2 and y1 <= y2, got (5.0, 1.0, 4.0, 2.0)");
        assertThatThrownBy(() -> LabeledBox.ofCorners(0, Double.NaN, 1, 4, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
