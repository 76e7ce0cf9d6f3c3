package io.github.yolox4j.model.network;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What YOLOX before version 0.2, and {@code --legacy} of the later ones, makes of an image before the network takes it:
 *
 * <p>\[ x_c' = \frac{x_c / 255 - \mu_c}{\sigma_c}, \qquad c = \text{red, green, blue}, \]
 *
 * <p>with mean \( \mu \) and deviation \( \sigma \) of ImageNet. The grey of the letterbox is normalised like the
 * image.
 *
 * @implNote part of the graph, since the first convolution cannot take it exactly: its zero padding stands for a pixel
 *     that is 0 after the normalisation, not before.
 * @see <a href="https://github.com/Megvii-BaseDetection/YOLOX/blob/0.3.0/yolox/data/data_augment.py">ValTransform of
 *     YOLOX</a>
 */
final class LegacyInput {

    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] DEVIATION = {0.229, 0.224, 0.225};
    private static final double WHITE = 255;
    private static final int CHANNEL_AXIS = 1;

    private LegacyInput() {}

    /** @param images {@code [batch, 3, height, width]}, blue-green-red, 0..255 */
    static SDVariable of(SDVariable images) {
        SDVariable rgb = images.getSameDiff().reverse(images, CHANNEL_AXIS);
        return rgb.div(WHITE)
                .sub(perChannel(images, "legacy.mean", MEAN))
                .div(perChannel(images, "legacy.deviation", DEVIATION));
    }

    private static SDVariable perChannel(SDVariable images, String name, double[] values) {
        DataType type = images.dataType();
        return images.getSameDiff()
                .constant(name, Nd4j.createFromArray(values).castTo(type).reshape(1, values.length, 1, 1));
    }
}
