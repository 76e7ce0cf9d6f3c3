package io.github.yolox4j.train.task.yolox;

import static io.github.yolox4j.detection.decode.RowLayout.BOX;
import static io.github.yolox4j.detection.decode.RowLayout.FIRST_CLASS;
import static io.github.yolox4j.detection.decode.RowLayout.OBJECTNESS;
import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.EXP;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER_ND;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.train.assign.BatchGraph.LAST;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.Decoder;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.train.assign.BatchGraph;
import io.github.yolox4j.train.assign.Places;
import io.github.yolox4j.train.assign.PredictedValues;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.task.DetectionTask;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The head of YOLOX: a row holds raw box, objectness and class logits. For the raw box \((t_x, t_y, t_w, t_h)\) of the
 * anchor in column \(g_x\), row \(g_y\) of the map of stride \(s\):
 * \( c_x = (t_x + g_x) s,\ c_y = (t_y + g_y) s,\ w = e^{t_w} s,\ h = e^{t_h} s \).
 */
public record YoloxHead(YoloxConfig config) implements DetectionTask.Head {

    private RowLayout rows() {
        return new RowLayout(config.classes());
    }

    @Override
    public int rowLength() {
        return rows().width();
    }

    @Override
    public SDVariable network(Weights weights, AnchorGrid grid) {
        return YoloxGraph.training(config, weights, grid).graph().getVariable(YoloxGraph.LOGITS);
    }

    @Override
    public Predictions predictions(AnchorTable anchors, double[] rows, int offset) {
        int classes = config.classes();
        double[] raw = new double[anchors.size() * BOX];
        double[] objectness = new double[anchors.size()];
        double[] classLogits = new double[anchors.size() * classes];
        for (int i = 0; i < anchors.size(); i++) {
            int at = offset + i * rowLength();
            System.arraycopy(rows, at, raw, BOX * i, BOX);
            objectness[i] = rows[at + OBJECTNESS];
            System.arraycopy(rows, at + FIRST_CLASS, classLogits, i * classes, classes);
        }
        double[] boxes = new Decoder(anchors).boxes(raw);
        return new Predictions(anchors.grid(), classes, boxes, objectness, classLogits);
    }

    @Override
    public PredictedValues.Source predictions(Value rows, BatchGraph graph) {
        return places -> decoded(rows, places, graph);
    }

    private PredictedValues decoded(Value rows, Places places, BatchGraph graph) {
        Value there = BatchGraph.as(ElementType.DOUBLE, rows.then(GATHER_ND, places.at()));
        return new PredictedValues(
                graph.part(there, LAST, 0, 2).then(ADD, places.cells()).then(MUL, places.strides()),
                graph.part(there, LAST, 2, BOX).then(EXP).then(MUL, places.strides()),
                graph.entry(there, LAST, OBJECTNESS),
                graph.part(there, LAST, FIRST_CLASS, rowLength()));
    }
}
