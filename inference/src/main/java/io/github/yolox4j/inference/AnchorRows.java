package io.github.yolox4j.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.OutputDecoder;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.ort.Shapes;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** One output of a row for each anchor, see {@link RowLayout}; suppression is still to be done. */
final class AnchorRows implements OutputForm {

    private final String output;
    private final OutputDecoder decoder;

    /**
     * @throws IllegalArgumentException if the outputs are others
     */
    AnchorRows(OutputDecoder decoder, Map<String, TensorInfo> outputs) {
        this.output = outputs.keySet().iterator().next();
        this.decoder = decoder;
        TensorInfo declared = outputs.get(output);
        long[] shape = declared.getShape();
        AnchorGrid grid = decoder.grid();
        RowLayout layout = decoder.layout();
        if (outputs.size() != 1
                || declared.type != OnnxJavaType.FLOAT
                || shape.length != 3
                || !Shapes.fits(shape[1], grid.size())
                || !Shapes.fits(shape[2], layout.width())) {
            throw new IllegalArgumentException("expected one output FLOAT[batch, " + grid.size() + ", " + layout.width()
                    + "] for " + layout.classes() + " classes and an input of " + grid.height() + " x " + grid.width()
                    + " pixels, the file has " + Shapes.describe(outputs));
        }
    }

    @Override
    public Map<String, long[]> knownShapes(int batch) {
        return Map.of(
                output,
                new long[] {batch, decoder.grid().size(), decoder.layout().width()});
    }

    @Override
    public List<List<Detection>> read(Map<String, Buffer> outputs, int images) {
        return decoder.detections((FloatBuffer) outputs.get(output), images);
    }
}
