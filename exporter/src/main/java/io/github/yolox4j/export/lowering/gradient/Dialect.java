package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.onnx.OnnxOperator.FUSED_MAT_MUL;
import static io.github.yolox4j.onnx.OnnxOperator.MAT_MUL;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.Value;

/** Which operators a training graph may be written in. */
public enum Dialect {

    /** Those of ONNX only: any runtime can run the file. */
    STANDARD {
        @Override
        Value productWithTransposed(Value a, Value b) {
            return a.then(MAT_MUL, b.swapped());
        }
    },

    /** Those of ONNX Runtime too, where they are faster. */
    ONNX_RUNTIME {
        @Override
        Value productWithTransposed(Value a, Value b) {
            return a.then(FUSED_MAT_MUL, b, Attribute.integer("transB", 1));
        }
    };

    /** \( a\,b^\top \) over the last two axes. */
    abstract Value productWithTransposed(Value a, Value b);
}
