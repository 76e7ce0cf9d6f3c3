package io.github.yolox4j.train.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectedDatasetTest {

    /** One more than are detected at once. */
    private static final int IMAGES = 33;

    @TempDir
    private Path folder;

    @Test
    void every_image_is_detected_once_and_its_boxes_carry_its_number_and_the_category_of_their_class()
            throws IOException {
        Remembering detector = new Remembering();
        List<Integer> progress = new ArrayList<>();

        long start = System.nanoTime();
        DetectedDataset detected = DetectedDataset.of(dataset(), detector, progress::add);
        double elapsed = (System.nanoTime() - start) / 1e9;

        assertThat(detector.asked).containsExactlyInAnyOrder(16, 16, 1);
        assertThat(progress).containsExactly(16, 32, 33);
        assertThat(detected.found()).hasSize(IMAGES);
        for (int i = 0; i < IMAGES; i++) {
            assertThat(detected.found().get(i))
                    .isEqualTo(new ScoredBox(i, i % 2 == 0 ? 70 : 30, Box.ofSides(i, 1, 4, 9), 0.5));
        }
        assertThat(detected.seconds()).isGreaterThan(0).isLessThanOrEqualTo(elapsed);
    }

    @Test
    void a_detector_of_many_calls_is_asked_as_often_at_once_at_most_and_the_order_stays() throws IOException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Remembering three = new Remembering() {
            @Override
            public List<List<Detection>> detect(List<BgrImage> images) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                try {
                    return super.detect(images);
                } finally {
                    running.decrementAndGet();
                }
            }

            @Override
            public int callsAtOnce() {
                return 3;
            }
        };
        List<Integer> progress = new ArrayList<>();

        DetectedDataset detected = DetectedDataset.of(dataset(), three, progress::add);

        assertThat(three.asked).containsExactlyInAnyOrder(8, 8, 8, 8, 1);
        assertThat(progress).containsExactly(8, 16, 24, 32, 33);
        assertThat(detected.found()).extracting(ScoredBox::imageId).isSorted().hasSize(IMAGES);
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void an_image_that_cannot_be_read_ends_it_unless_it_is_to_be_left_out() throws IOException {
        Dataset dataset = dataset();
        Path broken = dataset.samples().get(20).image();
        Files.writeString(broken, "no image");

        assertThatThrownBy(() -> DetectedDataset.of(dataset, new Remembering(), done -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(broken.toString());
        DetectedDataset.OfReadable found = DetectedDataset.ofReadable(dataset, new Remembering(), done -> {});
        assertThat(found.detected().found()).hasSize(IMAGES - 1);
        assertThat(found.skipped()).hasSize(1);
    }

    @Test
    void without_images_a_detector_is_asked_nothing() throws IOException {
        Remembering detector = new Remembering();

        assertThat(DetectedDataset.of(boxless(0), detector, done -> {}).found()).isEmpty();

        assertThat(detector.asked).isEmpty();
    }

    @Test
    void a_detector_that_finds_every_object_scores_1_by_all_rules() throws IOException {
        DetectedDataset detected = DetectedDataset.of(dataset(), new Remembering(), done -> {});

        assertThat(detected.coco().ap()).isEqualTo(1, within(1e-12));
        assertThat(detected.coco().perClassAp()).containsOnlyKeys(30, 70);
        assertThat(detected.voc(VocEvaluator.DEFAULT).meanAp(Interpolation.EVERY_POINT))
                .isEqualTo(1, within(1e-12));
        assertThat(detected.review(0.25, 0.45).images())
                .hasSize(IMAGES)
                .allSatisfy(image -> assertThat(image.pairs()).hasSize(1))
                .allSatisfy(image -> assertThat(image.errors()).isZero());
    }

    @Test
    void what_an_annotation_says_of_an_object_reaches_the_rules() {
        LabeledBox crowd = new LabeledBox(0, new Box(1, 2, 4, 8), true, false, 5);
        LabeledBox difficult = new LabeledBox(1, new Box(10, 20, 40, 80), false, true, 7);
        DetectedDataset detected = new DetectedDataset(
                Dataset.of(List.of("cell", "platelet"), List.of(sample(0, crowd, difficult))), List.of(), 0);

        assertThat(detected.coco().perClassAp())
                .containsEntry(1, CocoMetrics.UNDEFINED)
                .containsEntry(2, 0.0);
        assertThat(detected.voc(VocEvaluator.DEFAULT).curves().get(2).isDefined())
                .isFalse();
    }

    @Test
    void the_time_of_an_image_is_the_mean() {
        assertThat(new DetectedDataset(boxless(4), List.of(), 3).millisecondsPerImage())
                .isEqualTo(750);
    }

    /** Images whose first byte is their number, each with one object, of both classes in turn. */
    private Dataset dataset() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            Sample sample = sample(i, LabeledBox.ofCorners(i % 2, i, 1, i + 4, 10));
            byte[] pixels = new byte[8 * 8 * BgrImage.CHANNELS];
            pixels[0] = (byte) i;
            ImageFiles.write(new BgrImage(8, 8, pixels), sample.image());
            samples.add(sample);
        }
        return new Dataset(List.of("cell", "platelet"), List.of(70, 30), samples);
    }

    private Dataset boxless(int images) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            samples.add(sample(i));
        }
        return Dataset.of(List.of("cell"), samples);
    }

    private Sample sample(int i, LabeledBox... boxes) {
        return new Sample(Integer.toString(i), folder.resolve(i + ".png"), 8, 8, List.of(boxes));
    }

    /** Finds in each image the object that was put there, and remembers how many images it was given at a time. */
    private static class Remembering implements Detector {

        final List<Integer> asked = Collections.synchronizedList(new ArrayList<>());

        @Override
        public List<List<Detection>> detect(List<BgrImage> images) {
            asked.add(images.size());
            List<List<Detection>> found = new ArrayList<>();
            for (BgrImage image : images) {
                int number = image.get(0, 0, 0);
                found.add(List.of(new Detection(number % 2, 0.5, number, 1, number + 4, 10)));
            }
            return found;
        }

        @Override
        public void close() {}
    }
}
