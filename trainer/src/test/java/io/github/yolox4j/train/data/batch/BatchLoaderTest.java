package io.github.yolox4j.train.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Fixtures;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.batch.BatchLoader.Settings;
import io.github.yolox4j.train.data.cache.ImageCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchLoaderTest {

    private static final Settings TRAINING = training(32, 64, 4, 7);

    @TempDir
    Path folder;

    Dataset dataset;

    @BeforeEach
    void ten_images() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Path file = folder.resolve(i + ".png");
            ImageFiles.write(Fixtures.noise(50 + i, 40, i), file);
            samples.add(new Sample("" + i, file, 50 + i, 40, List.of(LabeledBox.ofCorners(i % 3, 5, 5, 20 + i, 30))));
        }
        dataset = Dataset.of(List.of("a", "b", "c"), samples);
    }

    @Test
    void the_same_seed_gives_identical_batches_whatever_the_threads_and_the_cache() throws IOException {
        List<Batch> expected = batches(1, TRAINING, ImageCache.none(), 0, 1, 2);

        for (int run = 0; run < 8; run++) {
            ImageCache cache = run < 4 ? ImageCache.memory() : ImageCache.disk(folder.resolve("kept"), 6 * 40 * 50 * 3);
            List<Batch> actual = batches(1 + run % 4, TRAINING, cache, 0, 1, 2);
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < actual.size(); i++) {
                assertThat(actual.get(i).images()).isEqualTo(expected.get(i).images());
                assertThat(actual.get(i).boxes()).isEqualTo(expected.get(i).boxes());
                assertThat(ids(actual.get(i))).isEqualTo(ids(expected.get(i)));
            }
        }
    }

    @Test
    void mosaics_and_sizes_do_not_depend_on_the_threads_either() {
        SizeSchedule sizes = new SizeSchedule(new AnchorGrid(64, 64), new SizeRange(1, 3), 5);
        Settings settings = Settings.training(sizes, 2, 5, epoch -> AugmentationRecipe.REFERENCE);
        List<Batch> expected = batches(1, settings, ImageCache.none(), 0, 1, 2, 3, 4, 5, 6);
        List<Batch> actual = batches(4, settings, ImageCache.memory(), 0, 1, 2, 3, 4, 5, 6);

        for (int i = 0; i < expected.size(); i++) {
            AnchorGrid size = sizes.at(i);
            assertThat(actual.get(i).images())
                    .isEqualTo(expected.get(i).images())
                    .hasSize(2 * 3 * size.height() * size.width());
            assertThat(actual.get(i).height()).isEqualTo(size.height());
            assertThat(actual.get(i).width()).isEqualTo(size.width());
            assertThat(actual.get(i).boxes()).isEqualTo(expected.get(i).boxes());
        }
        assertThat(expected.stream().map(Batch::height).distinct()).hasSizeGreaterThan(1);
    }

    @Test
    void an_epoch_can_be_asked_for_without_those_before_it() {
        assertThat(batches(TRAINING, 5).get(1).images())
                .isEqualTo(batches(TRAINING, 0, 1, 2, 3, 4, 5).get(11).images());
    }

    @Test
    void epochs_and_seeds_have_orders_of_their_own() {
        List<List<String>> orders =
                List.of(order(TRAINING, 0), order(TRAINING, 1), order(TRAINING, 2), order(training(32, 64, 4, 8), 0));

        assertThat(orders).doesNotHaveDuplicates();
        assertThat(orders).allSatisfy(order -> assertThat(order).hasSize(8).doesNotHaveDuplicates());
    }

    @Test
    void a_balanced_epoch_draws_a_rare_class_more_often_and_each_time_in_another_way() {
        Settings balanced = TRAINING.withOrder(ImageOrder.BALANCED);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Sample sample = dataset.samples().get(i);
            LabeledBox box = LabeledBox.ofCorners(i == 4 ? 1 : 0, 5, 5, 20 + i, 30);
            samples.add(new Sample(sample.id(), sample.image(), sample.width(), sample.height(), List.of(box)));
        }
        dataset = Dataset.of(dataset.classes(), samples);

        int rare = 0;
        int variedEpochs = 0;
        for (int epoch = 0; epoch < 50; epoch++) {
            List<Batch> batches = batches(balanced, epoch);
            assertThat(batches).as("steps of an epoch").hasSize(2);
            List<List<TargetObject>> ofRare = new ArrayList<>();
            for (Batch batch : batches) {
                for (int i = 0; i < batch.size(); i++) {
                    if (batch.sample(i).id().equals("4")) {
                        ofRare.add(batch.boxes(i));
                    }
                }
            }
            rare += ofRare.size();
            variedEpochs += ofRare.stream().distinct().count() > 1 ? 1 : 0;
        }
        // Its factor is sqrt(0.9 / 0.1) = 3 of 12; 8 of 10 images fill a batch: 50 x 8 x 3 / 12 = 100.
        assertThat(rare).isBetween(85, 115);
        assertThat(variedEpochs).as("epochs that have it flipped and not").isGreaterThan(10);
        assertThat(batches(balanced, 7).get(0).images())
                .as("an epoch without those before it")
                .isEqualTo(batches(balanced, 3, 7).get(2).images());
    }

    @Test
    void augmentation_differs_from_epoch_to_epoch() {
        List<List<TargetObject>> ofImage = new ArrayList<>();
        for (int epoch = 0; epoch < 12; epoch++) {
            for (Batch batch : batches(TRAINING, epoch)) {
                for (int i = 0; i < batch.size(); i++) {
                    if (batch.sample(i).id().equals("3")) {
                        ofImage.add(batch.boxes(i));
                    }
                }
            }
        }
        assertThat(ofImage.stream().distinct()).as("flipped and not").hasSize(2);
    }

    @Test
    void evaluation_gives_every_image_once_as_it_is_in_order() throws IOException {
        List<Batch> batches = batches(Settings.evaluation(32, 64, 4), 0);

        assertThat(batches).extracting(Batch::size).containsExactly(4, 4, 2);
        assertThat(batches.stream().flatMap(batch -> ids(batch).stream()))
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        Batch last = batches.get(2);
        assertThat(last.images()).hasSize(2 * 3 * 32 * 64);
        float[] expected = new float[3 * 32 * 64];
        BgrImage image = ImageFiles.read(last.sample(1).image());
        Letterbox.of(image, 64, 32).apply(image).toPlanes(expected, 0);
        assertThat(Arrays.copyOfRange(last.images(), expected.length, 2 * expected.length))
                .isEqualTo(expected);
        assertThat(last.boxes(1))
                .isEqualTo(TrainingSample.of(scene(9), 32, 64, TrainingSample.MAX_BOXES)
                        .boxes());
    }

    @Test
    void training_drops_the_incomplete_batch() {
        try (BatchLoader loader = new BatchLoader(dataset, TRAINING)) {
            assertThat(loader.batchesPerEpoch()).isEqualTo(2);
            Iterator<Batch> epoch = loader.epoch(0);
            epoch.next();
            epoch.next();
            assertThat(epoch.hasNext()).isFalse();
            assertThatThrownBy(epoch::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void an_epoch_is_over_when_another_one_begins() {
        try (BatchLoader loader = new BatchLoader(dataset, TRAINING)) {
            Iterator<Batch> first = loader.epoch(0);
            first.next();
            loader.epoch(2);
            assertThatThrownBy(first::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("epoch 0 has ended: another one was started");
        }
    }

    @Test
    void a_closed_loader_gives_no_further_batch() {
        BatchLoader loader = new BatchLoader(dataset, TRAINING);
        Iterator<Batch> epoch = loader.epoch(0);
        epoch.next();
        loader.close();

        assertThatThrownBy(epoch::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the batch loader was closed");
    }

    @Test
    void a_dataset_smaller_than_a_batch_is_refused() {
        assertThatThrownBy(() -> new BatchLoader(dataset, training(32, 32, 11, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a batch of 11 images needs as many, the dataset has 10");
        assertThatThrownBy(() -> new BatchLoader(dataset.subset(0, 0), Settings.evaluation(32, 32, 1)))
                .hasMessage("the dataset has no image");
    }

    @Test
    void an_unreadable_image_is_named_by_the_batch_that_needs_it() throws IOException {
        Path broken = folder.resolve("6.png");
        Files.writeString(broken, "no image");

        try (BatchLoader loader = new BatchLoader(dataset, Settings.evaluation(32, 32, 4))) {
            Iterator<Batch> epoch = loader.epoch(0);
            assertThat(epoch.next().size()).isEqualTo(4);
            assertThatThrownBy(epoch::next)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("cannot read image " + broken + ": ");
        }
    }

    @Test
    void the_next_image_that_can_be_read_stands_in_for_those_that_are_skipped() throws IOException {
        Files.writeString(folder.resolve("6.png"), "no image");
        Files.delete(folder.resolve("7.png"));
        ImageFiles.write(Fixtures.noise(40, 50, 1), folder.resolve("9.png")); // not the annotated size
        Settings settings = Settings.evaluation(32, 64, 4).withUnreadable(UnreadableImages.SKIP);

        List<Batch> expected = batches(1, settings, ImageCache.none(), 0, 1);

        assertThat(expected.stream().limit(3).flatMap(batch -> ids(batch).stream()))
                .containsExactly("0", "1", "2", "3", "4", "5", "8", "8", "8", "0");
        assertThat(expected.get(1).boxes(2)).isEqualTo(expected.get(2).boxes(0));
        for (int threads = 1; threads <= 4; threads++) {
            List<Batch> actual = batches(threads, settings, ImageCache.memory(), 0, 1);
            for (int i = 0; i < actual.size(); i++) {
                assertThat(actual.get(i).images()).isEqualTo(expected.get(i).images());
                assertThat(ids(actual.get(i))).isEqualTo(ids(expected.get(i)));
            }
        }
    }

    @Test
    void mosaics_are_made_without_the_images_that_are_skipped() throws IOException {
        Files.delete(folder.resolve("6.png"));
        Settings settings = Settings.training(
                        SizeSchedule.fixed(new AnchorGrid(64, 64)), 2, 5, epoch -> AugmentationRecipe.REFERENCE)
                .withUnreadable(UnreadableImages.SKIP);
        List<Batch> expected = batches(1, settings, ImageCache.none(), 0, 1);
        List<Batch> actual = batches(4, settings, ImageCache.memory(), 0, 1);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).images()).isEqualTo(expected.get(i).images());
            assertThat(ids(actual.get(i))).doesNotContain("6");
        }
    }

    @Test
    void skipped_images_are_named_in_order_and_more_than_half_of_all_are_an_error() throws IOException {
        Settings settings = Settings.evaluation(32, 64, 4).withUnreadable(UnreadableImages.SKIP);
        for (int i = 1; i < 6; i++) {
            Files.delete(folder.resolve(i + ".png"));
        }
        try (BatchLoader loader = new BatchLoader(dataset, settings)) {
            loader.epoch(0).forEachRemaining(batch -> {});
            assertThat(loader.skipped())
                    .extracting(skipped -> skipped.image().getFileName().toString())
                    .containsExactly("1.png", "2.png", "3.png", "4.png", "5.png");
        }
        Files.delete(folder.resolve("9.png"));
        try (BatchLoader loader = new BatchLoader(dataset, settings)) {
            assertThatThrownBy(() -> loader.epoch(0).forEachRemaining(batch -> {}))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("6 of 10 images cannot be read, which is more than half; ");
        }
    }

    @Test
    void an_image_of_another_size_than_annotated_is_named() throws IOException {
        ImageFiles.write(Fixtures.noise(40, 50, 1), folder.resolve("0.png"));

        try (BatchLoader loader = new BatchLoader(dataset, Settings.evaluation(32, 32, 4))) {
            assertThatThrownBy(() -> loader.epoch(0).next())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("image " + folder.resolve("0.png")
                            + " has 40 x 50 pixels, but its annotation says 50 x 40");
        }
    }

    private static Settings training(int height, int width, int batch, long seed) {
        return Settings.training(
                SizeSchedule.fixed(new AnchorGrid(height, width)), batch, seed, epoch -> AugmentationRecipe.LIGHT);
    }

    private Scene scene(int i) throws IOException {
        Sample sample = dataset.samples().get(i);
        return new Scene(ImageFiles.read(sample.image()), sample.boxes());
    }

    private List<Batch> batches(Settings settings, int... epochs) {
        return batches(2, settings, ImageCache.memory(), epochs);
    }

    private List<Batch> batches(int threads, Settings settings, ImageCache cache, int... epochs) {
        List<Batch> batches = new ArrayList<>();
        try (BatchLoader loader = new BatchLoader(dataset, settings, cache, threads)) {
            for (int epoch : epochs) {
                loader.epoch(epoch).forEachRemaining(batches::add);
            }
        }
        return batches;
    }

    private List<String> order(Settings settings, int epoch) {
        return batches(settings, epoch).stream()
                .flatMap(batch -> ids(batch).stream())
                .toList();
    }

    private static List<String> ids(Batch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(i -> batch.sample(i).id())
                .toList();
    }
}
