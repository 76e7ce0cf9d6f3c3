package io.github.yolox4j.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Port;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Images on which a graph is run to look at its numbers. */
record Examples(List<BgrImage> images) {

    private static final String PRODUCER = "yolox4j examples";
    private static final int CHANNELS_AXIS = 1;

    Examples {
        images = List.copyOf(images);
        if (images.isEmpty()) {
            throw new IllegalArgumentException("calibration needs at least one image");
        }
    }

    /**
     * Runs a graph on each image, letterboxed to its input.
     *
     * @param reader gets name and numbers of each output; the numbers are gone when it returns
     * @throws IllegalArgumentException if the graph has other inputs than one of images
     */
    void run(OnnxGraph graph, BiConsumer<String, FloatBuffer> reader) {
        Port input = graph.inputs().get(0);
        long[] shape = shape(input);
        OnnxModel model = new OnnxModel(graph, PRODUCER, "", Map.of());
        try (LoadedModel loaded = LoadedModel.of(model, SessionSettings.DEFAULT)) {
            for (BgrImage image : images) {
                try (OnnxTensor given = loaded.tensor(FloatBuffer.wrap(planes(shape, image)), shape);
                        OrtSession.Result result = loaded.run(Map.of(input.name(), given))) {
                    for (Map.Entry<String, OnnxValue> entry : result) {
                        reader.accept(entry.getKey(), ((OnnxTensor) entry.getValue()).getFloatBuffer());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The image as often as the batch has places. */
    private static float[] planes(long[] shape, BgrImage image) {
        BgrImage boxed = Letterbox.of(image, (int) shape[3], (int) shape[2]).apply(image);
        float[] planes = new float[(int) shape[0] * boxed.pixels().length];
        for (int i = 0; i < shape[0]; i++) {
            boxed.toPlanes(planes, i * boxed.pixels().length);
        }
        return planes;
    }

    /** The shape of the input, one image where the batch is open. */
    private static long[] shape(Port input) {
        TensorShape shape = input.type().shape();
        boolean fits = input.type().element() == ElementType.FLOAT
                && shape.rank() == 4
                && shape.dim(CHANNELS_AXIS).is(BgrImage.CHANNELS)
                && shape.dim(2).isFixed()
                && shape.dim(3).isFixed();
        if (!fits) {
            throw new IllegalArgumentException(
                    "need an input float[batch, 3, height, width] of fixed size to give images to, the graph has "
                            + input.name() + " " + input.type());
        }
        Dim batch = shape.dim(0).isFixed() ? shape.dim(0) : Dim.of(1);
        return shape.with(0, batch).sizes();
    }
}
