package io.github.yolox4j.cli.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.train.data.ClassSelection;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedDetectorTest {

    private static final NamedDetector DETECTOR = new NamedDetector(
            new Detector() {
                @Override
                public List<List<Detection>> detect(List<BgrImage> images) {
                    return images.stream()
                            .map(image -> List.of(found(0, 0.9), found(1, 0.8), found(2, 0.7), found(3, 0.6)))
                            .toList();
                }

                @Override
                public void close() {}
            },
            List.of("person", "bus", "car", "dog"),
            "nothing");

    @Test
    void what_is_found_is_chosen_renamed_and_numbered_as_the_images_are() {
        ClassSelection selection = ClassSelection.keeping("car", "person").renaming("bus=car", "van=car");

        NamedDetector filtered = DETECTOR.selecting(selection, List.of("car", "person"));

        assertThat(filtered.classes()).containsExactly("car", "person");
        assertThat(filtered.detector().detect(new BgrImage(1, 1, new byte[3])))
                .containsExactly(found(1, 0.9), found(0, 0.8), found(0, 0.7));
    }

    @Test
    void classes_that_a_detector_does_not_know_are_named() {
        assertThatThrownBy(() -> DETECTOR.selecting(ClassSelection.ALL, List.of("car", "cat")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the detector does not know class 'cat', its classes are person, bus, car, dog; --classes"
                        + " selects among the classes of the images");
    }

    private static Detection found(int classId, double score) {
        return new Detection(classId, score, 1, 2, 3, 4);
    }
}
