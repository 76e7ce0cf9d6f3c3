package io.github.yolox4j.onnx.pass;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.NEG;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.pass.LinearForm.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The values of {@link LinearForm}s: each form is computed once, and only if something needs its tensor. */
final class LinearValues {

    private record Mean(String of, Set<Long> axes) {}

    private final GraphBuilder onnx;
    private final IdentityHashMap<LinearForm, Value> computed = new IdentityHashMap<>();
    private final Map<String, Mean> means = new HashMap<>();
    private final Set<Mean> centred = new HashSet<>();

    LinearValues(GraphBuilder onnx) {
        this.onnx = onnx;
    }

    /** Tells that a value is the mean of another over some axes. */
    void noteMean(Value mean, Value of, long[] axes) {
        Set<Long> distinct = Arrays.stream(axes).boxed().collect(Collectors.toSet());
        means.put(mean.name(), new Mean(of.name(), distinct));
    }

    /** Whether the sum of a value over some axes is known to be 0. */
    boolean isCentred(Value value, Set<Long> axes) {
        return centred.contains(new Mean(value.name(), axes));
    }

    boolean isComputed(LinearForm form) {
        return computed.containsKey(form);
    }

    /** Computes a form; its shape is the form's. */
    Value value(LinearForm form) {
        Value known = computed.get(form);
        if (known == null) {
            Value part = partial(form);
            known = part.shape().equals(form.shape())
                    ? part
                    : part.expand(form.shape().sizes());
            computed.put(form, known);
            noteCentred(form, known);
        }
        return known;
    }

    /** The form's value, perhaps not yet broadcast to its shape. */
    Value partial(LinearForm form) {
        Optional<Value> sum = Optional.empty();
        List<Value> subtracted = new ArrayList<>();
        Optional<Value> offset = offset(form);
        for (Term term : terms(form)) {
            if (term.tensor().isEmpty()) {
                continue;
            }
            Value tensor = term.tensor().get();
            if (term.coefficient().isPresent()) {
                sum = plus(sum, tensor.then(MUL, scaled(term.coefficient().get(), term.scale())));
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
            sum = Optional.of(sum.isPresent() ? sum.get().then(SUB, value) : value.then(NEG));
        }
        if (offset.isEmpty()) {
            return sum.orElseGet(() -> onnx.scalar(0));
        }
        Optional<Value> taken = onlySubtracted(form);
        return taken.isPresent() ? sum.get().then(SUB, taken.get()) : sum.get().then(ADD, offset.get());
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
        return number == 0 ? sum : plus(sum, onnx.scalar(number));
    }

    /** The coefficient, if it is the only term without a tensor and is subtracted. */
    private Optional<Value> onlySubtracted(LinearForm form) {
        List<Term> rest =
                terms(form).stream().filter(term -> term.tensor().isEmpty()).toList();
        return rest.size() == 1 && rest.get(0).scale() == -1 ? rest.get(0).coefficient() : Optional.empty();
    }

    /** Remembers \( x - \bar x \), whose sum is 0. */
    private void noteCentred(LinearForm form, Value value) {
        if (form.terms().size() != 2) {
            return;
        }
        boolean firstIsMean = form.terms().get(0).tensor().isEmpty();
        Term x = form.terms().get(firstIsMean ? 1 : 0);
        Term mean = form.terms().get(firstIsMean ? 0 : 1);
        boolean differ = x.scale() == 1 && mean.scale() == -1 && x.coefficient().isEmpty();
        if (differ && x.tensor().isPresent() && mean.tensor().isEmpty()) {
            String name = x.tensor().get().name();
            mean.coefficient()
                    .map(coefficient -> means.get(coefficient.name()))
                    .filter(known -> known.of().equals(name))
                    .ifPresent(known -> centred.add(new Mean(value.name(), known.axes())));
        }
    }

    /** The terms of a form; once it is computed, its value alone. */
    List<Term> terms(LinearForm form) {
        Value value = computed.get(form);
        return value == null ? form.terms() : List.of(new Term(1, Optional.empty(), Optional.of(value)));
    }

    Optional<Value> product(Optional<Value> a, Optional<Value> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.or(() -> b);
        }
        return Optional.of(a.get().then(MUL, b.get()));
    }

    private Optional<Value> plus(Optional<Value> sum, Value value) {
        return Optional.of(sum.map(known -> known.then(ADD, value)).orElse(value));
    }

    private Value scaled(Value a, double factor) {
        if (factor == 1) {
            return a;
        }
        return factor == -1 ? a.then(NEG) : a.then(MUL, onnx.scalar(factor));
    }
}
