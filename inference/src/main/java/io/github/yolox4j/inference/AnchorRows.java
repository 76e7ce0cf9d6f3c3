package io.github.yolox4j.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.Decoder;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.ort.Shapes;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One output {@code [batch, anchors, 5 + classes]}: four box numbers, decoded or not, objectness and class probabilities of each
 * anchor; suppression is still to be done.
 */
final class AnchorRows implements OutputForm {

    private static final int BEFORE_CLASSES = 5;

    private final String output;
    private final int anchors;
    private final int numbers;
    private final Function<float[], List<Detection>> ofImage;

    private AnchorRows(
            ModelMetadata facts, Map<String, TensorInfo> outputs, Function<float[], List<Detection>> ofImage) {
        this.output = outputs.keySet().iterator().next();
        this.anchors = grid(facts).size();
        this.numbers = BEFORE_CLASSES + facts.names().size();
        this.ofImage = ofImage;
        TensorInfo declared = outputs.get(output);
        long[] shape = declared.getShape();
        if (outputs.size() != 1
                || declared.type != OnnxJavaType.FLOAT
                || shape.length != 3
                || !Shapes.fits(shape[1], anchors)
                || !Shapes.fits(shape[2], numbers)) {
            throw new IllegalArgumentException("expected one output FLOAT[batch, " + anchors + ", " + numbers + "] for "
                    + facts.names().size() + " classes and an input of " + facts.height() + " x " + facts.width()
                    + " pixels, the file has " + Shapes.describe(outputs));
        }
    }

    /** Boxes still to be decoded: the official form. */
    static AnchorRows raw(ModelMetadata facts, Postprocessing postprocessing, Map<String, TensorInfo> outputs) {
        Decoder decoder = Decoder.of(AnchorTable.of(grid(facts)));
        int classes = facts.names().size();
        return new AnchorRows(facts, outputs, rows -> postprocessing.fromRaw(decoder, rows, classes));
    }

    /** Boxes in pixels of the input. */
    static AnchorRows decoded(ModelMetadata facts, Postprocessing postprocessing, Map<String, TensorInfo> outputs) {
        int anchors = grid(facts).size();
        int classes = facts.names().size();
        return new AnchorRows(facts, outputs, rows -> postprocessing.fromDecoded(rows, anchors, classes));
    }

    private static AnchorGrid grid(ModelMetadata facts) {
        return new AnchorGrid(facts.height(), facts.width());
    }

    @Override
    public Map<String, long[]> knownShapes(int batch) {
        return Map.of(output, new long[] {batch, anchors, numbers});
    }

    @Override
    public List<List<Detection>> read(Map<String, Buffer> outputs, int images) {
        FloatBuffer all = (FloatBuffer) outputs.get(output);
        float[] rows = new float[anchors * numbers];
        List<List<Detection>> found = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            all.get(i * rows.length, rows);
            found.add(ofImage.apply(rows));
        }
        return found;
    }
}
