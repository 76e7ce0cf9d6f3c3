package io.github.yolox4j.onednn.network;

/**
 * What a network makes of one channel of the images before its first layer: {@code scale * x + shift}.
 *
 * @param source the channel that x is of
 */
public record ImagePlane(int source, double scale, double shift) {

    /** The channel as it is. */
    static ImagePlane same(int channel) {
        return new ImagePlane(channel, 1, 0);
    }

    /** This, divided by a number. */
    ImagePlane dividedBy(double divisor) {
        return new ImagePlane(source, scale / divisor, shift / divisor);
    }

    /** This, less a number. */
    ImagePlane less(double subtrahend) {
        return new ImagePlane(source, scale, shift - subtrahend);
    }

    /** Whether the numbers are those of the channel. */
    public boolean isAsItIs() {
        return scale == 1 && shift == 0;
    }
}
