package io.github.yolox4j.train.assign;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorType;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.train.task.DetectionTask;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The graph form of an assigner in ONNX Runtime, on the rows of a head. */
public final class GraphForm implements AutoCloseable {

    private final AnchorGrid grid;
    private final int batch;
    private final int rowLength;
    private final LoadedModel model;
    private final ObjectBuffers buffers;

    public GraphForm(Assigner assigner, DetectionTask.Head head, AnchorGrid grid, int batch, int classes)
            throws IOException {
        this.grid = grid;
        this.batch = batch;
        rowLength = head.rowLength();
        buffers = new ObjectBuffers(batch, classes);
        GraphBuilder onnx = new GraphBuilder();
        BatchGraph graph = new BatchGraph(onnx, AnchorTable.of(grid), batch);
        Value rows = onnx.input("rows", TensorType.floats(batch, grid.size(), rowLength));
        ObjectValues objects = ObjectValues.inputs("boxes", "classes", graph);
        MatchValues match = assigner.assign(head.predictions(rows, graph), objects, graph);
        Map<String, Value> outputs = new LinkedHashMap<>();
        outputs.put("at", match.places().at());
        outputs.put("learns", BatchGraph.as(ElementType.INT64, match.learns()));
        outputs.put("object", match.object());
        outputs.put("iou", match.iou());
        model = LoadedModel.of(
                new OnnxModel(onnx.build("assigner", outputs), "test", "", Map.of()),
                SessionSettings.DEFAULT.withThreads(1));
    }

    /** The assignment of each image. */
    public List<Assignment> assign(float[] rows, List<List<TargetObject>> objects) {
        buffers.fill(objects);
        Map<String, OnnxTensor> given = new HashMap<>();
        try {
            given.put("rows", model.tensor(FloatBuffer.wrap(rows), batch, grid.size(), rowLength));
            given.put("boxes", model.tensor(buffers.boxes(), buffers.boxesShape()));
            given.put("classes", model.tensor(buffers.classIds(), buffers.classIdsShape()));
            try (OrtSession.Result result = model.run(given)) {
                return spread(
                        tensor(result, "at").getLongBuffer(),
                        tensor(result, "learns").getLongBuffer(),
                        tensor(result, "object").getLongBuffer(),
                        tensor(result, "iou").getDoubleBuffer());
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(OrtSession.Result result, String name) {
        return (OnnxTensor) result.get(name).orElseThrow();
    }

    /** From places to anchors. */
    private List<Assignment> spread(LongBuffer at, LongBuffer learns, LongBuffer object, DoubleBuffer iou) {
        int[][] objects = new int[batch][grid.size()];
        double[][] ious = new double[batch][grid.size()];
        for (int[] ofImage : objects) {
            Arrays.fill(ofImage, Assignment.BACKGROUND);
        }
        for (int place = 0; place < learns.capacity(); place++) {
            if (learns.get(place) == 1) {
                int image = (int) at.get(2 * place);
                int anchor = (int) at.get(2 * place + 1);
                objects[image][anchor] = (int) object.get(place);
                ious[image][anchor] = iou.get(place);
            }
        }
        List<Assignment> assignments = new ArrayList<>();
        for (int image = 0; image < batch; image++) {
            assignments.add(Assignment.of(objects[image], ious[image]));
        }
        return assignments;
    }

    @Override
    public void close() {
        model.close();
    }
}
