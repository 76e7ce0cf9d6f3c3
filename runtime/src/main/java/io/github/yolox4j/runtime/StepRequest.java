package io.github.yolox4j.runtime;

import ai.onnxruntime.OrtSession;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.export.lowering.Lowering;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.train.engine.AssignmentGraph;
import io.github.yolox4j.train.engine.LossGraph;
import io.github.yolox4j.train.task.DetectionTask;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * All that decides what a training step computes: the forward graph, the assignment, the sizes.
 *
 * @param assignment of objects to anchors
 * @param size of the images
 * @param batch number of images
 */
record StepRequest(LossGraph forward, OnnxGraph assignment, AnchorGrid size, int batch, Dialect dialect) {

    /** Whose code makes a step of a request, besides its operators: a class of each library. */
    private static final List<Class<?>> MAKERS = List.of(
            LossGraph.class,
            GradientGraph.class,
            Lowering.class,
            OnnxGraph.class,
            LoadedModel.class,
            StepRequest.class,
            SameDiff.class,
            OrtSession.class);

    static StepRequest of(DetectionTask task, Weights weights, AnchorGrid size, int batch, Dialect dialect) {
        return new StepRequest(
                LossGraph.of(task, weights, size),
                new AssignmentGraph(task, AnchorTable.of(size), batch).build(),
                size,
                batch,
                dialect);
    }

    /**
     * A name that differs wherever the lowered step may differ: if the request does, or the libraries that lower it or
     * hold its operators, which know their gradients.
     *
     * @return none if it cannot be found out which libraries these are
     */
    Optional<String> key() {
        MessageDigest digest = sha256();
        List<Class<?>> makers = new ArrayList<>(MAKERS);
        forward.loss()
                .getSameDiff()
                .getOps()
                .values()
                .forEach(node -> makers.add(node.getOp().getClass()));
        if (!CodeStamp.update(digest, makers)) {
            return Optional.empty();
        }
        forward.update(digest);
        digest.update(new OnnxModel(assignment, "", "", Map.of()).toBytes());
        digest.update((size.height() + " " + size.width() + " " + batch + " " + dialect + " " + forward.terms()
                        + forward.parameters())
                .getBytes(StandardCharsets.UTF_8));
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
