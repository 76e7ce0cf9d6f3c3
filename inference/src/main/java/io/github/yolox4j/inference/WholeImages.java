package io.github.yolox4j.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.Shapes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file that letterboxes by itself, fed with images as they are: bytes {@code [batch, height, width, 3]}. Images
 * differ in size, so that each is a run of its own; a file of a fixed batch gets it that many times. Thread-safe.
 */
final class WholeImages {

    private final LoadedModel model;
    private final OutputReader form;
    private final boolean redFirst;
    private final String input;
    private final int batch;

    /**
     * @param redFirst whether the file takes red-green-blue
     * @throws IllegalArgumentException if the file's input is another
     */
    WholeImages(LoadedModel model, OutputReader form, boolean redFirst) {
        this.model = model;
        this.form = form;
        this.redFirst = redFirst;
        long[] shape = {Shapes.OPEN, Shapes.OPEN, Shapes.OPEN, BgrImage.CHANNELS};
        this.input = Shapes.requireOne(
                model.inputs(), OnnxJavaType.UINT8, shape, "one input UINT8[batch, height, width, 3]");
        long declared = model.inputs().get(input).getShape()[0];
        this.batch = declared == Shapes.OPEN ? 1 : Math.toIntExact(declared);
    }

    /** The detections in an image, in its pixels. */
    List<Detection> detect(BgrImage image) {
        long[] shape = {batch, image.height(), image.width(), BgrImage.CHANNELS};
        try (OnnxTensor given = model.tensor(bytes(image), shape);
                OrtSession.Result result = model.run(Map.of(input, given))) {
            return form.read(model.numbers(result, Set.of()), 1).get(0);
        }
    }

    private ByteBuffer bytes(BgrImage image) {
        byte[] pixels = image.pixels().clone();
        if (redFirst) {
            for (int p = 0; p < pixels.length; p += BgrImage.CHANNELS) {
                byte blue = pixels[p];
                pixels[p] = pixels[p + 2];
                pixels[p + 2] = blue;
            }
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(batch, pixels.length));
        for (int i = 0; i < batch; i++) {
            bytes.put(pixels);
        }
        return bytes.rewind();
    }
}
