package io.github.yolox4j.onnx.pass;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.EXPAND;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.NEG;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.pass.LinearForm.Term;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

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

    private record Mean(String of, Set<Long> axes) {}

    private final SharedNodes nodes;
    private final Map<LinearForm, Value> computed = new IdentityHashMap<>();
    private final Map<String, Mean> means = new HashMap<>();
    private final Set<Mean> centred = new HashSet<>();

    LinearArithmetic(SharedNodes nodes) {
        this.nodes = nodes;
    }

    /** Tells that a value is the mean of another over some axes. */
    void noteMean(Value mean, Value of, long[] axes) {
        means.put(mean.name(), new Mean(of.name(), axes(axes)));
    }

    LinearForm scaled(LinearForm a, double factor) {
        return new LinearForm(
                a.shape(), terms(a).stream().map(term -> term.times(factor)).toList());
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
        if (terms(a).size() == 1 && terms(b).size() == 1) {
            Term p = terms(a).get(0);
            Term q = terms(b).get(0);
            Value tensors = multiply(p.tensor().orElseThrow(), q.tensor().orElseThrow());
            return new LinearForm(
                    shape,
                    List.of(new Term(
                            p.scale() * q.scale(), product(p.coefficient(), q.coefficient()), Optional.of(tensors))));
        }
        return LinearForm.of(multiply(value(a), value(b)));
    }

    LinearForm expanded(LinearForm a, TensorShape shape) {
        return a.shape().equals(shape) ? a : new LinearForm(shape, broadcast(a, shape));
    }

    /** The sum over some axes, which stay with size 1. */
    LinearForm reduced(LinearForm a, long[] axes) {
        Set<Long> gone = axes(axes);
        List<Dim> kept = new ArrayList<>(a.shape().dims());
        gone.forEach(axis -> kept.set(axis.intValue(), Dim.of(1)));
        TensorShape shape = new TensorShape(kept);
        boolean separable = terms(a).stream()
                .allMatch(term -> term.coefficient().isEmpty()
                        || isOneAlong(
                                term.coefficient().get().shape(),
                                gone,
                                a.shape().rank()));
        LinearForm from = separable ? a : LinearForm.of(value(a));
        long count = gone.stream()
                .mapToLong(axis -> a.shape().dim(axis.intValue()).size())
                .reduce(1, Math::multiplyExact);
        LinearForm result = LinearForm.of(0, shape);
        for (Term term : terms(from)) {
            if (term.tensor().isEmpty()) {
                Term part = new Term(term.scale() * count, term.coefficient(), Optional.empty());
                result = sum(result, new LinearForm(shape, List.of(part)), 1, shape);
            } else if (!centred.contains(new Mean(term.tensor().get().name(), gone))) {
                Value sum = nodes.add(
                                REDUCE_SUM,
                                List.of(
                                        term.tensor().get(),
                                        nodes.builder()
                                                .list(gone.stream()
                                                        .sorted()
                                                        .mapToLong(i -> i)
                                                        .toArray())),
                                1,
                                List.of(Attribute.integer("keepdims", 1)))
                        .get(0);
                Value part = term.coefficient().map(c -> multiply(sum, c)).orElse(sum);
                result = sum(result, scaled(LinearForm.of(part), term.scale()), 1, shape);
            }
        }
        return result;
    }

    /** Computes a form; its shape is the form's. */
    Value value(LinearForm form) {
        Value known = computed.get(form);
        if (known == null) {
            Value part = partial(form);
            known = part.shape().equals(form.shape())
                    ? part
                    : nodes.add(EXPAND, part, nodes.builder().list(form.shape().sizes()));
            computed.put(form, known);
            noteCentred(form, known);
        }
        return known;
    }

    /** The form's value, perhaps not yet broadcast to its shape. */
    private Value partial(LinearForm form) {
        Optional<Value> sum = Optional.empty();
        List<Value> subtracted = new ArrayList<>();
        Optional<Value> offset = offset(form);
        for (Term term : terms(form)) {
            if (term.tensor().isEmpty()) {
                continue;
            }
            Value tensor = term.tensor().get();
            if (term.coefficient().isPresent()) {
                sum = plus(sum, multiply(tensor, scaled(term.coefficient().get(), term.scale())));
            } else if (term.scale() == -1) {
                subtracted.add(tensor);
            } else {
                sum = plus(sum, scaled(tensor, term.scale()));
            }
        }
        if (sum.isEmpty() && offset.isPresent()) {
            sum = offset;
            offset = Optional.empty();
        }
        for (Value value : subtracted) {
            sum = Optional.of(sum.isPresent() ? nodes.add(SUB, sum.get(), value) : nodes.add(NEG, value));
        }
        if (offset.isEmpty()) {
            return sum.orElseGet(() -> nodes.builder().scalar(0));
        }
        Optional<Value> taken = onlySubtracted(form);
        return taken.isPresent() ? nodes.add(SUB, sum.get(), taken.get()) : nodes.add(ADD, sum.get(), offset.get());
    }

    /** The sum of all terms without a tensor. */
    private Optional<Value> offset(LinearForm form) {
        Optional<Value> sum = Optional.empty();
        double number = 0;
        for (Term term : terms(form)) {
            if (term.isNumber()) {
                number += term.scale();
            } else if (term.tensor().isEmpty()) {
                sum = plus(sum, scaled(term.coefficient().orElseThrow(), term.scale()));
            }
        }
        return number == 0 ? sum : plus(sum, nodes.builder().scalar(number));
    }

    /** The coefficient, if it is the only term without a tensor and is subtracted. */
    private Optional<Value> onlySubtracted(LinearForm form) {
        List<Term> rest =
                terms(form).stream().filter(term -> term.tensor().isEmpty()).toList();
        return rest.size() == 1 && rest.get(0).scale() == -1 ? rest.get(0).coefficient() : Optional.empty();
    }

    /** Remembers \( x - \bar x \), whose sum is 0. */
    private void noteCentred(LinearForm form, Value value) {
        if (terms(form).size() != 1 || form.terms().size() != 2) {
            return;
        }
        for (Term x : form.terms()) {
            for (Term mean : form.terms()) {
                boolean differ =
                        x.scale() == 1 && mean.scale() == -1 && x.coefficient().isEmpty();
                if (differ
                        && x.tensor().isPresent()
                        && mean.tensor().isEmpty()
                        && mean.coefficient().isPresent()) {
                    Mean known = means.get(mean.coefficient().get().name());
                    if (known != null && known.of().equals(x.tensor().get().name())) {
                        centred.add(new Mean(value.name(), known.axes()));
                    }
                }
            }
        }
    }

    private List<Term> terms(LinearForm form) {
        Value value = computed.get(form);
        return value == null ? form.terms() : List.of(new Term(1, Optional.empty(), Optional.of(value)));
    }

    /** The terms of a form inside a larger shape: its tensors become coefficients. */
    private List<Term> broadcast(LinearForm form, TensorShape shape) {
        if (form.shape().equals(shape)) {
            return terms(form);
        }
        return terms(form).stream()
                .map(term -> new Term(term.scale(), product(term.coefficient(), term.tensor()), Optional.empty()))
                .toList();
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
            value(form);
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
        Value product = multiply(coefficient(a), coefficient(b));
        return new LinearForm(shape, List.of(new Term(1, Optional.of(product), Optional.empty())));
    }

    /** A form times a coefficient. */
    private LinearForm weighted(LinearForm form, LinearForm by, TensorShape shape) {
        Optional<Double> number = number(by);
        if (number.isPresent()) {
            return scaled(form, number.get());
        }
        List<Term> single = terms(by);
        double scale = single.size() == 1 ? single.get(0).scale() : 1;
        Value factor = single.size() == 1
                ? product(single.get(0).coefficient(), single.get(0).tensor()).orElseThrow()
                : coefficient(by);
        return new LinearForm(
                shape,
                terms(form).stream()
                        .map(term -> new Term(
                                term.scale() * scale, product(term.coefficient(), Optional.of(factor)), term.tensor()))
                        .toList());
    }

    /** The number that a form is in every place. */
    private Optional<Double> number(LinearForm form) {
        List<Term> terms = terms(form);
        if (terms.isEmpty()) {
            return Optional.of(0.0);
        }
        return terms.size() == 1 && terms.get(0).isNumber()
                ? Optional.of(terms.get(0).scale())
                : Optional.empty();
    }

    private Value coefficient(LinearForm form) {
        return form.isSmall() && !computed.containsKey(form) ? partial(form) : value(form);
    }

    private Optional<Value> product(Optional<Value> a, Optional<Value> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.or(() -> b);
        }
        return Optional.of(multiply(a.get(), b.get()));
    }

    private Optional<Value> plus(Optional<Value> sum, Value value) {
        return Optional.of(sum.map(known -> nodes.add(ADD, known, value)).orElse(value));
    }

    private Value multiply(Value a, Value b) {
        return nodes.add(MUL, a, b);
    }

    private Value scaled(Value a, double factor) {
        if (factor == 1) {
            return a;
        }
        return factor == -1 ? nodes.add(NEG, a) : multiply(a, nodes.builder().scalar(factor));
    }

    private static boolean isOneAlong(TensorShape coefficient, Set<Long> axes, int rank) {
        int lead = rank - coefficient.rank();
        return axes.stream()
                .allMatch(axis ->
                        axis < lead || coefficient.dim(axis.intValue() - lead).is(1));
    }

    private static Set<Long> axes(long[] axes) {
        return LongStream.of(axes).boxed().collect(Collectors.toSet());
    }
}
