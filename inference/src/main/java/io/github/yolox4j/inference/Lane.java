package io.github.yolox4j.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.ort.LoadedModel;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Buffers outside of the heap for one run at a time: ONNX Runtime reads the images from where they were written, and writes the
 * outputs whose size is known to where they are read. A lane serves every batch up to its size.
 */
final class Lane {

    private final LoadedModel model;
    private final OutputForm form;
    private final String input;
    private final long[] imageShape;
    private final FloatBuffer images;
    private final Map<String, FloatBuffer> outputs = new HashMap<>();

    /**
     * @param imageShape {@code [3, height, width]}
     * @param batch the largest that it serves
     */
    Lane(LoadedModel model, OutputForm form, long[] imageShape, int batch) {
        this.model = model;
        this.form = form;
        this.input = model.inputs().keySet().iterator().next();
        this.imageShape = imageShape;
        this.images = floats(batch * volume(imageShape));
        form.knownShapes(batch).forEach((name, shape) -> outputs.put(name, floats(volume(shape))));
    }

    /**
     * Letterboxes images and writes their planes into the buffer, one image after the other.
     *
     * @return the way back from the input to each image
     */
    List<Letterbox> prepare(List<BgrImage> pictures) {
        List<Letterbox> letterboxes = new ArrayList<>();
        for (BgrImage picture : pictures) {
            Letterbox letterbox = Letterbox.of(picture, (int) imageShape[2], (int) imageShape[1]);
            BgrImage boxed = letterbox.apply(picture);
            boxed.toPlanes(images, letterboxes.size() * boxed.pixels().length);
            letterboxes.add(letterbox);
        }
        return letterboxes;
    }

    /**
     * Runs the images that stand in the buffer.
     *
     * @param batch images per run
     * @return the outputs by name, which the next run may overwrite
     */
    Map<String, Buffer> run(int batch) {
        List<OnnxTensor> open = new ArrayList<>();
        try {
            OnnxTensor given = tensor(images, batched(batch), open);
            Map<String, OnnxTensor> pinned = new HashMap<>();
            form.knownShapes(batch).forEach((name, shape) -> pinned.put(name, tensor(outputs.get(name), shape, open)));
            try (OrtSession.Result result = model.run(Map.of(input, given), pinned)) {
                Map<String, Buffer> made = new HashMap<>(outputs);
                for (Map.Entry<String, OnnxValue> entry : result) {
                    if (!pinned.containsKey(entry.getKey())) {
                        made.put(entry.getKey(), model.numbers(entry.getKey(), entry.getValue()));
                    }
                }
                return made;
            }
        } finally {
            open.forEach(OnnxTensor::close);
        }
    }

    /** The detections of the first images of a run, in their pixels: as many as there are letterboxes. */
    List<List<Detection>> read(Map<String, Buffer> made, List<Letterbox> letterboxes) {
        List<List<Detection>> inInput = form.read(made, letterboxes.size());
        List<List<Detection>> found = new ArrayList<>();
        for (int i = 0; i < letterboxes.size(); i++) {
            found.add(inInput.get(i).stream().map(letterboxes.get(i)::toSource).toList());
        }
        return found;
    }

    private OnnxTensor tensor(FloatBuffer buffer, long[] shape, List<OnnxTensor> open) {
        OnnxTensor tensor = model.tensor(buffer.slice(0, Math.toIntExact(volume(shape))), shape);
        open.add(tensor);
        return tensor;
    }

    private long[] batched(int batch) {
        return LongStream.concat(LongStream.of(batch), Arrays.stream(imageShape))
                .toArray();
    }

    private static long volume(long[] shape) {
        return LongStream.of(shape).reduce(1, Math::multiplyExact);
    }

    private static FloatBuffer floats(long size) {
        return ByteBuffer.allocateDirect(Math.toIntExact(Math.multiplyExact(size, Float.BYTES)))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
