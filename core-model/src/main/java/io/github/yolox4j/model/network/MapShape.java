package io.github.yolox4j.model.network;

/** Shape of a feature map of one image. */
public record MapShape(int channels, int height, int width) {

    /** How many numbers it has. */
    public long size() {
        return (long) channels * height * width;
    }

    @Override
    public String toString() {
        return channels + " x " + height + " x " + width;
    }
}
