package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.data.Sample;
import java.util.List;

/** Images of one size that go through the network together, with what is in them. Owns its pixels. */
public final class Batch {

    private final int height;
    private final int width;
    private final float[] images;
    private final List<Sample> samples;
    private final List<List<TargetObject>> boxes;

    /** @param fitted the samples as the network gets them, all of one size */
    Batch(List<Sample> samples, List<TrainingSample> fitted) {
        BgrImage first = fitted.get(0).input();
        this.height = first.height();
        this.width = first.width();
        this.samples = List.copyOf(samples);
        int image = BgrImage.CHANNELS * height * width;
        this.images = new float[Math.multiplyExact(fitted.size(), image)];
        for (int i = 0; i < fitted.size(); i++) {
            fitted.get(i).input().toPlanes(images, i * image);
        }
        this.boxes = fitted.stream().map(TrainingSample::boxes).toList();
    }

    /** How many images. */
    public int size() {
        return samples.size();
    }

    /** Of every image, in pixels. */
    public int height() {
        return height;
    }

    /** Of every image, in pixels. */
    public int width() {
        return width;
    }

    /** Pixels {@code [size, 3, height, width]}, blue first, 0..255; the array itself, not a copy. */
    public float[] images() {
        return images;
    }

    /** Where image {@code i} comes from; of one that was combined of several, the first. */
    public Sample sample(int i) {
        return samples.get(i);
    }

    /** The objects of image {@code i} in pixels of the input. */
    public List<TargetObject> boxes(int i) {
        return boxes.get(i);
    }

    /** The objects of all images. */
    public List<List<TargetObject>> boxes() {
        return boxes;
    }
}
