package io.github.yolox4j.onnx.pass;

import static io.github.yolox4j.onnx.OnnxOperator.MUL;

import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.pass.LinearForm.Term;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Arithmetic on {@link LinearForm}s: what broadcasting, scaling and adding would compute is put off until a tensor is
 * needed.
 */
final class LinearArithmetic {

    /**
     * Sums of more tensors than this are computed at once, so that no form grows without bound; so are sums of more
     * than one that has no coefficient, for putting these off would save nothing and repeat the sum for each of its
     * readers.
     */
    private static final int MOST_TENSORS = 2;

    private final LinearValues values;

    LinearArithmetic(LinearValues values) {
        this.values = values;
    }

    LinearForm scaled(LinearForm a, double factor) {
        return new LinearForm(
                a.shape(),
                values.terms(a).stream().map(term -> term.times(factor)).toList());
    }

    /** \( a + \text{sign} \cdot b \). */
    LinearForm sum(LinearForm a, LinearForm b, double sign, TensorShape shape) {
        List<Term> all = new ArrayList<>();
        broadcast(a, shape).forEach(term -> collect(term, all));
        broadcast(b, shape).forEach(term -> collect(term.times(sign), all));
        all.removeIf(term -> term.scale() == 0);
        return bounded(new LinearForm(shape, all));
    }

    LinearForm product(LinearForm a, LinearForm b, TensorShape shape) {
        if (isCoefficient(a, shape)) {
            return isCoefficient(b, shape) ? coefficients(a, b, shape) : weighted(b, a, shape);
        }
        if (isCoefficient(b, shape)) {
            return weighted(a, b, shape);
        }
        if (values.terms(a).size() == 1 && values.terms(b).size() == 1) {
            Term p = values.terms(a).get(0);
            Term q = values.terms(b).get(0);
            Value tensors = p.tensor().orElseThrow().then(MUL, q.tensor().orElseThrow());
            Optional<Value> coefficients = values.product(p.coefficient(), q.coefficient());
            Term term = new Term(p.scale() * q.scale(), coefficients, Optional.of(tensors));
            return new LinearForm(shape, List.of(term));
        }
        return LinearForm.of(values.value(a).then(MUL, values.value(b)));
    }

    LinearForm expanded(LinearForm a, TensorShape shape) {
        return a.shape().equals(shape) ? a : new LinearForm(shape, broadcast(a, shape));
    }

    /** The sum over some axes, which stay with size 1. */
    LinearForm reduced(LinearForm a, long[] axes) {
        Set<Long> gone = Arrays.stream(axes).boxed().collect(Collectors.toSet());
        List<Dim> kept = new ArrayList<>(a.shape().dims());
        gone.forEach(axis -> kept.set(axis.intValue(), Dim.of(1)));
        TensorShape shape = new TensorShape(kept);
        boolean separable = values.terms(a).stream()
                .flatMap(term -> term.coefficient().stream())
                .allMatch(coefficient ->
                        isOneAlong(coefficient.shape(), gone, a.shape().rank()));
        LinearForm from = separable ? a : LinearForm.of(values.value(a));
        long count = gone.stream()
                .mapToLong(axis -> a.shape().dim(axis.intValue()).size())
                .reduce(1, Math::multiplyExact);
        LinearForm result = LinearForm.of(0, shape);
        for (Term term : values.terms(from)) {
            if (term.tensor().isEmpty()) {
                Term part = new Term(term.scale() * count, term.coefficient(), Optional.empty());
                result = sum(result, new LinearForm(shape, List.of(part)), 1, shape);
            } else if (!values.isCentred(term.tensor().get(), gone)) {
                long[] sorted = gone.stream().sorted().mapToLong(i -> i).toArray();
                Value sum = term.tensor().get().sum(true, sorted);
                Value part = term.coefficient().map(c -> sum.then(MUL, c)).orElse(sum);
                result = sum(result, scaled(LinearForm.of(part), term.scale()), 1, shape);
            }
        }
        return result;
    }

    /** The terms of a form inside a larger shape: its tensors become coefficients. */
    private List<Term> broadcast(LinearForm form, TensorShape shape) {
        if (form.shape().equals(shape)) {
            return values.terms(form);
        }
        List<Term> terms = new ArrayList<>();
        for (Term term : values.terms(form)) {
            terms.add(new Term(term.scale(), values.product(term.coefficient(), term.tensor()), Optional.empty()));
        }
        return terms;
    }

    private static void collect(Term term, List<Term> all) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isOf(term)) {
                all.set(i, new Term(all.get(i).scale() + term.scale(), term.coefficient(), term.tensor()));
                return;
            }
        }
        all.add(term);
    }

    private LinearForm bounded(LinearForm form) {
        long plain = form.terms().stream()
                .filter(term -> term.tensor().isPresent() && term.coefficient().isEmpty())
                .count();
        if (form.tensors() > MOST_TENSORS || plain > 1) {
            values.value(form);
        }
        return form;
    }

    private static boolean isCoefficient(LinearForm form, TensorShape shape) {
        return form.isSmall() || !form.shape().equals(shape);
    }

    private LinearForm coefficients(LinearForm a, LinearForm b, TensorShape shape) {
        if (number(a).isPresent()) {
            return scaled(expanded(b, shape), number(a).get());
        }
        if (number(b).isPresent()) {
            return scaled(expanded(a, shape), number(b).get());
        }
        Value product = coefficient(a).then(MUL, coefficient(b));
        return new LinearForm(shape, List.of(new Term(1, Optional.of(product), Optional.empty())));
    }

    /** A form times a coefficient. */
    private LinearForm weighted(LinearForm form, LinearForm by, TensorShape shape) {
        Optional<Double> number = number(by);
        if (number.isPresent()) {
            return scaled(form, number.get());
        }
        List<Term> single = values.terms(by);
        double scale = single.size() == 1 ? single.get(0).scale() : 1;
        Optional<Value> factor = single.size() == 1
                ? values.product(single.get(0).coefficient(), single.get(0).tensor())
                : Optional.of(coefficient(by));
        List<Term> terms = new ArrayList<>();
        for (Term term : values.terms(form)) {
            terms.add(new Term(term.scale() * scale, values.product(term.coefficient(), factor), term.tensor()));
        }
        return new LinearForm(shape, terms);
    }

    /** The number that a form is in every place. */
    private Optional<Double> number(LinearForm form) {
        List<Term> terms = values.terms(form);
        if (terms.isEmpty()) {
            return Optional.of(0.0);
        }
        return terms.size() == 1 && terms.get(0).isNumber()
                ? Optional.of(terms.get(0).scale())
                : Optional.empty();
    }

    private Value coefficient(LinearForm form) {
        return form.isSmall() && !values.isComputed(form) ? values.partial(form) : values.value(form);
    }

    private static boolean isOneAlong(TensorShape coefficient, Set<Long> axes, int rank) {
        int lead = rank - coefficient.rank();
        return axes.stream()
                .allMatch(axis ->
                        axis < lead || coefficient.dim(axis.intValue() - lead).is(1));
    }
}
