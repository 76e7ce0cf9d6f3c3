package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.detection.metadata.Preprocessing;
import io.github.yolox4j.detection.metadata.Preprocessing.ColorOrder;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.List;

/** The same images as an exported file with its preprocessing and as a network with its grid take them. */
record Feed(Preprocessing preprocessing, AnchorGrid grid) {

    /** What the network takes: {@code [3, height, width]}. */
    float[] planes(BgrImage image) {
        Letterbox box = letterbox(image);
        if (preprocessing.inFile()) {
            return BilinearLetterbox.planes(image, box);
        }
        float[] planes = new float[BgrImage.CHANNELS * grid.height() * grid.width()];
        box.apply(image).toPlanes(planes, 0);
        return planes;
    }

    /** What the file takes: planes as above, or bytes {@code [batch, height, width, 3]} of images of one size. */
    Tensor input(List<BgrImage> images) {
        if (!preprocessing.inFile()) {
            int length = BgrImage.CHANNELS * grid.height() * grid.width();
            float[] joined = new float[images.size() * length];
            for (int i = 0; i < images.size(); i++) {
                System.arraycopy(planes(images.get(i)), 0, joined, i * length, length);
            }
            return Tensor.ofFloats(new long[] {images.size(), BgrImage.CHANNELS, grid.height(), grid.width()}, joined);
        }
        BgrImage first = images.get(0);
        boolean reversed = preprocessing.colorOrder() == ColorOrder.RGB;
        int size = first.pixels().length;
        long[] bytes = new long[images.size() * size];
        for (int i = 0; i < images.size(); i++) {
            byte[] pixels = images.get(i).pixels();
            for (int p = 0; p < size; p++) {
                int channel = p % BgrImage.CHANNELS;
                int from = reversed ? p - channel + (BgrImage.CHANNELS - 1 - channel) : p;
                bytes[i * size + p] = pixels[from] & 0xff;
            }
        }
        long[] shape = {images.size(), first.height(), first.width(), BgrImage.CHANNELS};
        return Tensor.ofWhole(ElementType.UINT8, shape, bytes);
    }

    /** Network pixels per pixel of the file's boxes. */
    double scale(BgrImage image) {
        return preprocessing.inFile() ? letterbox(image).scale() : 1;
    }

    private Letterbox letterbox(BgrImage image) {
        return Letterbox.of(image, grid.width(), grid.height());
    }
}
