package io.github.yolox4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.box.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassSelectionTest {

    private static final List<String> CLASSES = List.of("bus", "car", "dog", "person", "van");

    /** COCO's way of numbering: with gaps. */
    private static final Dataset STREET = new Dataset(
            CLASSES,
            List.of(6, 3, 18, 1, 90),
            List.of(
                    sample("0", box(1, 10), box(4, 20), box(3, 30)),
                    sample("1", box(2, 40), box(2, 50)),
                    sample("2"),
                    sample("3", box(0, 60), box(2, 70))));

    @Test
    void a_subset_has_its_own_order_and_the_boxes_of_no_other_class() {
        SelectedClasses selected = ClassSelection.keeping("person", "car").select(STREET);

        assertThat(selected.dataset())
                .isEqualTo(new Dataset(
                        List.of("person", "car"),
                        List.of(1, 3),
                        List.of(sample("0", box(1, 10), box(0, 30)), sample("1"), sample("2"), sample("3"))));
        assertThat(selected.dropped()).containsExactly(Map.entry("van", 1), Map.entry("dog", 3), Map.entry("bus", 1));
        assertThat(selected.renamed()).isEmpty();
        assertThat(selected.emptied()).isEqualTo(2);
        assertThat(selected).hasToString("boxes left out: van 1, dog 3, bus 1; images without objects from it: 2");
    }

    @Test
    void several_classes_become_one_in_the_place_of_the_first() {
        SelectedClasses selected =
                ClassSelection.ALL.renaming("van=car", "bus=car").select(STREET);

        assertThat(selected.dataset())
                .isEqualTo(new Dataset(
                        List.of("car", "dog", "person"),
                        List.of(3, 18, 1),
                        List.of(
                                sample("0", box(0, 10), box(0, 20), box(2, 30)),
                                sample("1", box(1, 40), box(1, 50)),
                                sample("2"),
                                sample("3", box(0, 60), box(1, 70)))));
        assertThat(selected.renamed()).containsExactly(Map.entry("van", 1), Map.entry("bus", 1));
        assertThat(selected.dropped()).isEmpty();
        assertThat(selected).hasToString("boxes renamed: van 1, bus 1; boxes left out: none");
    }

    @Test
    void a_new_name_takes_the_number_of_the_first_class_that_gets_it() {
        Dataset vehicles = ClassSelection.keeping("vehicle")
                .renaming("van=car", "car=vehicle", "bus=vehicle")
                .apply(STREET);

        assertThat(vehicles.classes()).containsExactly("vehicle");
        assertThat(vehicles.categoryIds()).containsExactly(6);
        assertThat(vehicles.boxCount()).isEqualTo(3);
    }

    @Test
    void images_that_lose_all_objects_are_left_out_if_wished_and_those_that_had_none_stay() {
        ClassSelection selection = ClassSelection.keeping("person").withEmptied(EmptiedImages.DROP);

        assertThat(selection.apply(STREET).samples()).containsExactly(sample("0", box(0, 30)), sample("2"));
    }

    @Test
    void crowd_and_difficult_marks_and_areas_stay() {
        LabeledBox marked = new LabeledBox(3, new Box(1, 2, 3, 4), true, true, 3.5);
        Dataset dataset = Dataset.of(CLASSES, List.of(sample("0", marked)));

        assertThat(ClassSelection.keeping("human")
                        .renaming("person=human")
                        .apply(dataset)
                        .samples())
                .containsExactly(sample("0", new LabeledBox(0, new Box(1, 2, 3, 4), true, true, 3.5)));
    }

    @Test
    void all_is_the_dataset_itself_and_a_second_time_changes_nothing_more() {
        assertThat(ClassSelection.ALL.apply(STREET)).isEqualTo(STREET);
        ClassSelection selection = ClassSelection.keeping("person", "car");
        Dataset once = selection.apply(STREET);
        assertThat(selection.apply(once)).isEqualTo(once);
    }

    @Test
    void no_box_is_lost_but_those_that_are_counted() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                LabeledBox[] boxes = new LabeledBox[random.nextInt(4)];
                for (int j = 0; j < boxes.length; j++) {
                    boxes[j] = box(random.nextInt(CLASSES.size()), random.nextInt(50));
                }
                samples.add(sample("" + i, boxes));
            }
            Dataset dataset = Dataset.of(CLASSES, samples);
            ClassSelection selection = ClassSelection.keeping("dog", "vehicle")
                    .renaming(random.nextBoolean() ? "car=vehicle" : "bus=vehicle")
                    .withEmptied(random.nextBoolean() ? EmptiedImages.DROP : EmptiedImages.BACKGROUND);

            SelectedClasses selected = selection.select(dataset);

            assertThat(selected.dataset().boxCount()
                            + selected.dropped().values().stream()
                                    .mapToInt(i -> i)
                                    .sum())
                    .isEqualTo(dataset.boxCount());
            int left = selection.emptied() == EmptiedImages.DROP ? selected.emptied() : 0;
            assertThat(selected.dataset().size() + left).isEqualTo(dataset.size());
        }
    }

    @Test
    void splits_are_numbered_equally_and_need_not_list_the_same_classes() {
        Dataset train = Dataset.of(List.of("cat", "dog"), List.of(sample("0", box(0, 1), box(1, 2))));
        Dataset test = Dataset.of(List.of("zebra", "dog"), List.of(sample("1", box(0, 3), box(1, 4))));
        Map<String, Dataset> splits = new LinkedHashMap<>();
        splits.put("train", train);
        splits.put("test", test);

        Map<String, SelectedClasses> selected =
                ClassSelection.keeping("dog", "cat").select(splits);

        assertThat(selected.get("train").dataset().samples()).containsExactly(sample("0", box(1, 1), box(0, 2)));
        assertThat(selected.get("test").dataset().classes()).containsExactly("dog", "cat");
        assertThat(selected.get("test").dataset().samples()).containsExactly(sample("1", box(0, 4)));
        assertThat(selected.get("test").dropped()).containsExactly(Map.entry("zebra", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "persn | | unknown class 'persn'; nearest are person, bus, car (of 5 classes)",
                "car | vam=car | unknown class 'vam' in vam=car; nearest are van, car, bus (of 5 classes)",
                "van | van=car | class 'van' is renamed to 'car', so it cannot be kept: [van]",
                "car,dog | van=carr | class 'van' is renamed to 'carr', which is not among the kept classes;"
                        + " nearest are car, dog (of 2 classes)",
                "car,car | | class 'car' is kept twice in [car, car]",
                "car | van=car,van=bus | class 'van' cannot become both 'car' and 'bus'",
                "car | van=bus,bus=car,car=van | the renamings form a cycle: van -> bus -> car -> van",
                "car | car=car | the renamings form a cycle: car -> car",
                "car | van | a renaming must be CLASS=CLASS, as in van=car, got 'van'",
                "car | van= | a renaming must be CLASS=CLASS, as in van=car, got 'van='",
                "car | a=b=c | a renaming must be CLASS=CLASS, as in van=car, got 'a=b=c'"
            })
    void what_cannot_be_meant_is_refused(String kept, String renamings, String message) {
        List<String> pairs = renamings == null ? List.of() : List.of(renamings.split(","));
        assertThatThrownBy(() -> ClassSelection.keeping(kept.split(","))
                        .renaming(pairs.toArray(new String[0]))
                        .apply(STREET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void a_dataset_is_numbered_by_another_list_if_that_has_all_it_needs() {
        Dataset cats = Dataset.of(List.of("cat", "unused"), List.of(sample("0", box(0, 1))));

        Dataset numbered = cats.numberedBy(List.of("dog", "cat"));

        assertThat(numbered.samples()).containsExactly(sample("0", box(1, 1)));
        assertThat(numbered.categoryIds()).containsExactly(3, 1);
        assertThatThrownBy(() -> cats.numberedBy(List.of("dog")))
                .hasMessage("image 0: class 'cat' is not in the list [dog]");
    }

    private static LabeledBox box(int classId, double x) {
        return LabeledBox.ofCorners(classId, x, 5, x + 10, 25);
    }

    private static Sample sample(String id, LabeledBox... boxes) {
        return new Sample(id, Path.of(id + ".png"), 100, 80, List.of(boxes));
    }
}
