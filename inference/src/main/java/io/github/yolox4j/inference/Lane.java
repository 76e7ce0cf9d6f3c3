package io.github.yolox4j.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.detection.DetectionPhases;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.LetterboxedBatch;
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
 * Buffers outside of the heap for one run at a time: ONNX Runtime reads the images from where they were written, and
 * writes the outputs whose size is known to where they are read. A lane serves every batch up to its size.
 */
final class Lane {

    private final LoadedModel model;
    private final OutputReader form;
    private final String input;
    private final long[] imageShape;
    private final int largest;
    private final FloatBuffer images;
    private final Map<String, FloatBuffer> outputs = new HashMap<>();

    /**
     * @param imageShape {@code [3, height, width]}
     * @param batch the largest that it serves
     */
    Lane(LoadedModel model, OutputReader form, long[] imageShape, int batch) {
        this.model = model;
        this.form = form;
        this.input = model.inputs().keySet().iterator().next();
        this.imageShape = imageShape;
        this.largest = batch;
        this.images = floats(batch * volume(imageShape));
        form.knownShapes(batch).forEach((name, shape) -> outputs.put(name, floats(volume(shape))));
    }

    /** Letterboxes images and writes their planes into the buffer. */
    LetterboxedBatch prepare(List<BgrImage> pictures) {
        return LetterboxedBatch.of(pictures, (int) imageShape[2], (int) imageShape[1], images);
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
                Map<String, Buffer> made = model.numbers(result, pinned.keySet());
                made.putAll(outputs);
                return made;
            }
        } finally {
            open.forEach(OnnxTensor::close);
        }
    }

    /** The detections of a run's images, in their pixels. */
    List<List<Detection>> read(Map<String, Buffer> made, LetterboxedBatch prepared) {
        return prepared.toSource(form.read(made, prepared.size()));
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

    /** The phases of a detector over this lane, in full batches. Closes nothing: the session is the detector's. */
    final class Phases implements DetectionPhases {

        private LetterboxedBatch prepared = LetterboxedBatch.EMPTY;
        private Map<String, Buffer> made = Map.of();

        @Override
        public void prepare(List<BgrImage> pictures) {
            if (pictures.size() != largest) {
                throw new IllegalArgumentException("a run takes " + largest + " images, got " + pictures.size());
            }
            prepared = Lane.this.prepare(pictures);
        }

        @Override
        public void run() {
            made = Lane.this.run(largest);
        }

        @Override
        public List<List<Detection>> finish() {
            return read(made, prepared);
        }

        @Override
        public void close() {}
    }
}
