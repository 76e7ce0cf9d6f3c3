package io.github.yolox4j.train.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.train.assign.ObjectBuffers;
import io.github.yolox4j.train.assign.TargetObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An assignment graph in a session. */
final class AssignmentRun implements AutoCloseable {

    private final AssignmentGraph graph;
    private final LoadedModel model;
    private final ObjectBuffers buffers;

    AssignmentRun(AssignmentGraph graph) throws IOException {
        this.graph = graph;
        model = LoadedModel.of(
                new OnnxModel(graph.build(), "test", "", Map.of()), SessionSettings.DEFAULT.withThreads(1));
        buffers = new ObjectBuffers(graph.batch(), graph.task().network().classes());
    }

    /** The outputs by name. */
    Map<String, float[]> of(float[] logits, List<List<TargetObject>> objects, double lossState) {
        buffers.fill(objects);
        Map<String, OnnxTensor> given = new HashMap<>();
        try {
            given.put(
                    YoloxGraph.LOGITS,
                    model.tensor(
                            FloatBuffer.wrap(logits),
                            graph.batch(),
                            graph.anchors().size(),
                            graph.task().head().rowLength()));
            given.put(AssignmentGraph.OBJECT_BOXES, model.tensor(buffers.boxes(), buffers.boxesShape()));
            given.put(AssignmentGraph.OBJECT_CLASSES, model.tensor(buffers.classIds(), buffers.classIdsShape()));
            given.put(AssignmentGraph.LOSS_STATE_BEFORE, model.tensor(single(lossState), 1));
            try (OrtSession.Result result = model.run(given)) {
                Map<String, float[]> outputs = new HashMap<>();
                result.forEach(output -> outputs.put(output.getKey(), floats((OnnxTensor) output.getValue())));
                return outputs;
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private static DoubleBuffer single(double value) {
        return ByteBuffer.allocateDirect(Double.BYTES)
                .order(ByteOrder.nativeOrder())
                .asDoubleBuffer()
                .put(0, value);
    }

    private static float[] floats(OnnxTensor tensor) {
        if (tensor.getInfo().type == ai.onnxruntime.OnnxJavaType.DOUBLE) {
            return new float[] {(float) tensor.getDoubleBuffer().get(0)};
        }
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }

    @Override
    public void close() {
        model.close();
    }
}
