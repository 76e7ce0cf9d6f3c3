package io.github.yolox4j.train.data.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ImageCacheTest {

    /** Of each of the images below, as a file of the cache. */
    private static final long BYTES = 16 + 20 * 10 * 3;

    @TempDir
    private Path folder;

    private Path kept;
    private List<Path> files;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void draw() throws IOException {
        kept = folder.resolve("kept");
        files = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Path file = folder.resolve(i + ".png");
            ImageFiles.write(Fixtures.noise(20, 10, i), file);
            files.add(file);
        }
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger().detachAppender(log);
    }

    @Test
    void every_cache_gives_the_pixels_of_the_file_every_time() throws IOException {
        List<ImageCache> caches = List.of(
                ImageCache.none(),
                ImageCache.memory(),
                ImageCache.memory(2 * BYTES),
                ImageCache.memory(0),
                ImageCache.disk(kept, 1 << 20),
                ImageCache.disk(kept, 1 << 20),
                ImageCache.disk(folder.resolve("small"), 2 * BYTES),
                ImageCache.disk(folder.resolve("none"), 0));
        for (ImageCache cache : caches) {
            for (int epoch = 0; epoch < 3; epoch++) {
                for (int i = 0; i < files.size(); i++) {
                    BgrImage image = cache.read(files.get(i));
                    assertThat(image.width()).isEqualTo(20);
                    assertThat(image.pixels())
                            .as("%s, image %d", cache, i)
                            .isEqualTo(Fixtures.noise(20, 10, i).pixels());
                }
            }
        }
        assertThat(entries(kept)).hasSize(8);
        assertThat(entries(folder.resolve("small"))).hasSize(2);
        assertThat(entries(folder.resolve("none"))).isEmpty();
        assertThat(log.list).isEmpty();
    }

    @Test
    void what_is_kept_on_disk_is_not_decoded_again_in_this_run_or_the_next() throws IOException {
        ImageCache.disk(kept, 1 << 20).read(files.get(0));
        replacePixels(onlyEntry(), Fixtures.noise(20, 10, 99));

        assertThat(ImageCache.disk(kept, 1 << 20).read(files.get(0)).pixels())
                .isEqualTo(Fixtures.noise(20, 10, 99).pixels());
    }

    @Test
    void a_file_of_another_size_or_time_is_decoded_anew() throws IOException {
        ImageCache cache = ImageCache.disk(kept, 1 << 20);
        Path file = files.get(0);
        cache.read(file);
        FileTime time = Files.getLastModifiedTime(file);

        ImageFiles.write(Fixtures.noise(21, 10, 50), file);
        Files.setLastModifiedTime(file, time);
        assertThat(cache.read(file).pixels())
                .isEqualTo(Fixtures.noise(21, 10, 50).pixels());

        ImageFiles.write(Fixtures.noise(21, 10, 51), file);
        Files.setLastModifiedTime(file, FileTime.from(time.toInstant().plusMillis(1)));
        assertThat(cache.read(file).pixels())
                .isEqualTo(Fixtures.noise(21, 10, 51).pixels());
    }

    @Test
    void a_damaged_file_of_the_cache_is_decoded_anew_and_replaced() throws IOException {
        BgrImage image = Fixtures.noise(20, 10, 0);
        ImageCache.disk(kept, 1 << 20).read(files.get(0));
        Path entry = onlyEntry();
        byte[] whole = Files.readAllBytes(entry);
        List<byte[]> damaged = new ArrayList<>(List.of(new byte[0], new byte[3], new byte[whole.length]));
        for (int length : new int[] {4, 15, 16, 17, whole.length - 1, whole.length + 1}) {
            damaged.add(Arrays.copyOf(whole, length));
        }
        for (int i = 0; i < whole.length; i += 7) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 16;
            damaged.add(flipped);
        }
        for (byte[] bytes : damaged) {
            Files.write(entry, bytes);

            assertThat(ImageCache.disk(kept, 1 << 20).read(files.get(0)).pixels())
                    .isEqualTo(image.pixels());

            assertThat(entry).hasBinaryContent(whole);
        }
        assertThat(log.list).isEmpty();
    }

    @Test
    void a_missing_file_is_an_error_and_one_that_is_damaged_too() throws IOException {
        for (ImageCache cache : List.of(ImageCache.none(), ImageCache.memory(), ImageCache.disk(kept, 1 << 20))) {
            Path missing = folder.resolve("missing.png");
            assertThatThrownBy(() -> cache.read(missing))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot read image " + missing + ": no such file");
            Path text = Files.writeString(folder.resolve("text.png"), "no image");
            assertThatThrownBy(() -> cache.read(text)).hasMessageStartingWith("cannot read image " + text);
        }
        assertThat(entries(kept)).isEmpty();
    }

    @Test
    void the_oldest_used_files_of_earlier_runs_make_room() throws IOException {
        ImageCache first = ImageCache.disk(kept, 3 * BYTES);
        List<Path> entryOf = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            first.read(files.get(i));
            entryOf.add(entries(kept).stream()
                    .filter(entry -> !entryOf.contains(entry))
                    .findFirst()
                    .orElseThrow());
        }
        int[] daysAgo = {2, 3, 1};
        for (int i = 0; i < 3; i++) {
            Files.setLastModifiedTime(
                    entryOf.get(i), FileTime.from(Instant.now().minus(Duration.ofDays(daysAgo[i]))));
        }
        ImageCache second = ImageCache.disk(kept, 3 * BYTES);

        second.read(files.get(3));
        assertThat(entries(kept))
                .hasSize(3)
                .contains(entryOf.get(0), entryOf.get(2))
                .doesNotContain(entryOf.get(1));
        second.read(files.get(0));
        second.read(files.get(4));
        assertThat(entries(kept)).hasSize(3).contains(entryOf.get(0)).doesNotContain(entryOf.get(2));
        second.read(files.get(5));
        assertThat(entries(kept)).as("all were used in this run").hasSize(3).contains(entryOf.get(0));
    }

    @Test
    void a_folder_that_is_larger_than_the_bound_shrinks_when_it_is_opened() throws IOException {
        ImageCache large = ImageCache.disk(kept, 8 * BYTES);
        for (Path file : files) {
            large.read(file);
        }
        for (Path entry : entries(kept)) {
            Files.setLastModifiedTime(entry, FileTime.from(Instant.now().minusSeconds(60)));
        }
        Path draft = Files.createFile(kept.resolve(".x.1.part"));
        Path abandoned = Files.createFile(kept.resolve(".x.2.part"));
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofDays(1))));

        ImageCache.disk(kept, 5 * BYTES);

        assertThat(entries(kept).stream().filter(entry -> !entry.equals(draft))).hasSize(5);
        assertThat(draft).exists();
        assertThat(abandoned).doesNotExist();
    }

    @Test
    void two_caches_of_one_folder_keep_to_the_bound_and_give_whole_images() throws IOException {
        long bound = 6 * BYTES;
        List<ImageCache> caches = List.of(ImageCache.disk(kept, bound), ImageCache.disk(kept, bound));

        IntStream.range(0, 400).parallel().forEach(i -> {
            try {
                int image = i * 5 % files.size();
                assertThat(caches.get(i % 2).read(files.get(image)).pixels())
                        .isEqualTo(Fixtures.noise(20, 10, image).pixels());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(log.list).isEmpty();
        long held = 0;
        for (Path entry : entries(kept)) {
            held += Files.size(entry);
        }
        assertThat(held).isLessThanOrEqualTo(bound + bound / 8 + BYTES);
    }

    @Test
    void a_full_disk_is_said_once_and_what_was_kept_is_still_read() throws IOException {
        ImageCache.disk(kept, 1 << 20).read(files.get(0));
        replacePixels(onlyEntry(), Fixtures.noise(20, 10, 99));
        ImageCache cache = new DiskCache(CacheFolder.open(kept, 1 << 20, Long.MAX_VALUE));

        for (int i = 1; i < files.size(); i++) {
            assertThat(cache.read(files.get(i)).pixels())
                    .isEqualTo(Fixtures.noise(20, 10, i).pixels());
        }

        assertThat(cache.read(files.get(0)).pixels())
                .isEqualTo(Fixtures.noise(20, 10, 99).pixels());
        assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                .singleElement()
                .asString()
                .startsWith("the image cache " + kept
                        + " stops storing images; the run continues without it: the disk of " + kept + " has only ");
    }

    @Test
    void a_folder_that_vanishes_is_said_once() throws IOException {
        ImageCache cache = ImageCache.disk(kept, 1 << 20);
        Files.delete(kept);

        for (int i = 0; i < files.size(); i++) {
            assertThat(cache.read(files.get(i)).pixels())
                    .isEqualTo(Fixtures.noise(20, 10, i).pixels());
        }

        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage()).contains("the image cache " + kept);
    }

    @Test
    void a_device_that_takes_no_byte_leaves_nothing_half_written() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("no /dev/full here, which takes no byte").exists();
        assertThatThrownBy(() -> {
                    try (var out = Files.newOutputStream(full)) {
                        StoredImage.write(Fixtures.noise(20, 10, 0), out);
                    }
                })
                .hasMessageContaining("No space left on device");
        assertThatThrownBy(() -> StoredImage.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void what_cannot_be_a_folder_is_refused_at_once() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> ImageCache.disk(file, 1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ImageCache.disk(kept, -1)).hasMessage("a cache needs at least 0 bytes, got -1");
        assertThatThrownBy(() -> ImageCache.memory(-1)).hasMessage("a cache needs at least 0 bytes, got -1");
    }

    private Path onlyEntry() throws IOException {
        assertThat(entries(kept)).hasSize(1);
        return entries(kept).get(0);
    }

    private static void replacePixels(Path entry, BgrImage image) throws IOException {
        try (var out = Files.newOutputStream(entry)) {
            StoredImage.write(image, out);
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(CacheFolder.class);
    }
}
