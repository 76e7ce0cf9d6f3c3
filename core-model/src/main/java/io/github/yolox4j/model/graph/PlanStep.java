package io.github.yolox4j.model.graph;

import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** One operator with its arrays, ready to run. */
record PlanStep(DifferentialFunction operator, OpContext arrays) {

    void run() {
        if (operator instanceof CustomOp custom) {
            Nd4j.getExecutioner().exec(custom, arrays);
        } else {
            Nd4j.getExecutioner().exec((Op) operator, arrays);
        }
    }
}
