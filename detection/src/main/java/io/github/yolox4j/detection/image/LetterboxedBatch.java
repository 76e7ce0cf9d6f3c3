package io.github.yolox4j.detection.image;

import io.github.yolox4j.detection.box.Detection;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The way of the images of one run into the network's input, and of the detections back. */
public record LetterboxedBatch(List<Letterbox> letterboxes) {

    /** Of no images. */
    public static final LetterboxedBatch EMPTY = new LetterboxedBatch(List.of());

    public LetterboxedBatch {
        letterboxes = List.copyOf(letterboxes);
    }

    /**
     * Letterboxes images, on all processors, and writes their planes one image after the other.
     *
     * @param width of the input in pixels
     * @param height of the input in pixels
     * @param planes {@code [batch, 3, height, width]} with a batch of at least the number of images; written from its
     *     index 0 on
     * @throws IndexOutOfBoundsException if there are more images
     */
    public static LetterboxedBatch of(List<BgrImage> images, int width, int height, FloatBuffer planes) {
        Objects.checkFromIndexSize(0, images.size() * planes(width, height), planes.capacity());
        List<Letterbox> letterboxes =
                images.stream().map(image -> Letterbox.of(image, width, height)).toList();
        IntStream.range(0, images.size())
                .parallel()
                .forEach(i -> letterboxes.get(i).toPlanes(images.get(i), planes, i * planes(width, height)));
        return new LetterboxedBatch(letterboxes);
    }

    /** How many numbers the planes of one image are. */
    public static int planes(int width, int height) {
        return BgrImage.CHANNELS * height * width;
    }

    /** How many images there are. */
    public int size() {
        return letterboxes.size();
    }

    /** Detections in the input, image by image, as detections in the images. */
    public List<List<Detection>> toSource(List<List<Detection>> inInput) {
        return IntStream.range(0, size())
                .mapToObj(i -> inInput.get(i).stream()
                        .map(letterboxes.get(i)::toSource)
                        .toList())
                .toList();
    }
}
