package io.github.yolox4j.onnx.pass;

import io.github.yolox4j.onnx.OnnxGraph;

/** A rewrite of a graph that keeps its inputs, its outputs and what it computes. */
@FunctionalInterface
public interface GraphPass {

    OnnxGraph apply(OnnxGraph graph);

    /** This pass, then another. */
    default GraphPass then(GraphPass next) {
        return graph -> next.apply(apply(graph));
    }

    /** What every exported file goes through: constants folded, batch-norm folded, leftovers removed. */
    static GraphPass standard() {
        return new ConstantFolding()
                .then(new ConvBatchNormFolding())
                .then(new ConstantFolding())
                .then(new DeadNodeRemoval());
    }
}
