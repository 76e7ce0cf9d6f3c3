package io.github.yolox4j.onnx.pass;

import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.List;
import java.util.Optional;

/**
 * A tensor not computed yet:
 * \[ \sum_i s_i\,c_i \odot X_i \]
 * with numbers \(s_i\), coefficients \(c_i\) that are broadcast to the shape, and tensors \(X_i\) of the shape itself.
 * Where \(c_i\) or \(X_i\) is missing it stands for ones.
 *
 * <p>Equal by identity: a form is computed once.
 */
final class LinearForm {

    /** One addend. */
    record Term(double scale, Optional<Value> coefficient, Optional<Value> tensor) {

        Term times(double factor) {
            return new Term(scale * factor, coefficient, tensor);
        }

        boolean isOf(Term other) {
            return sameName(coefficient, other.coefficient) && sameName(tensor, other.tensor);
        }

        /** A number alone. */
        boolean isNumber() {
            return coefficient.isEmpty() && tensor.isEmpty();
        }

        private static boolean sameName(Optional<Value> a, Optional<Value> b) {
            return a.map(Value::name).equals(b.map(Value::name));
        }
    }

    private final TensorShape shape;
    private final List<Term> terms;

    LinearForm(TensorShape shape, List<Term> terms) {
        this.shape = shape;
        this.terms = List.copyOf(terms);
    }

    /** A tensor as it is. */
    static LinearForm of(Value tensor) {
        return new LinearForm(tensor.shape(), List.of(new Term(1, Optional.empty(), Optional.of(tensor))));
    }

    /** A number in every place. */
    static LinearForm of(double number, TensorShape shape) {
        return new LinearForm(
                shape, number == 0 ? List.of() : List.of(new Term(number, Optional.empty(), Optional.empty())));
    }

    TensorShape shape() {
        return shape;
    }

    List<Term> terms() {
        return terms;
    }

    /** How many addends have a tensor of the whole shape. */
    long tensors() {
        return terms.stream().filter(term -> term.tensor().isPresent()).count();
    }

    boolean isSmall() {
        return tensors() == 0;
    }
}
