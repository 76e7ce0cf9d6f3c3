package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What {@link BoxLosses} knows of a loss. Its parameters and their defaults are those that the text of the default
 * loss shows.
 *
 * @param entry the line in the table of losses
 * @param modifier whether it wraps another loss
 * @param reader from an expression with all parameters, and the wrapped loss if any, to the loss
 */
record Listing(LossEntry entry, boolean modifier, BiFunction<LossExpression, List<BoxLoss>, BoxLoss> reader) {

    /** A loss that wraps none. */
    static Listing of(BoxLoss byDefault, String formula, String reference, Function<LossExpression, BoxLoss> reader) {
        String text = byDefault.toString();
        return ofShort(LossExpression.parse(text).name(), byDefault, formula, reference, reader);
    }

    /** A loss that wraps none, under a name that its text does not show. */
    static Listing ofShort(
            String name,
            BoxLoss byDefault,
            String formula,
            String reference,
            Function<LossExpression, BoxLoss> reader) {
        return new Listing(
                new LossEntry(name, byDefault.toString(), formula, reference),
                false,
                (call, operands) -> reader.apply(call));
    }

    /** A loss that wraps another of the form that {@link OverlapLoss} has. */
    static Listing ofModifier(
            BoxLoss example,
            String formula,
            String reference,
            BiFunction<LossExpression, OverlapLoss, BoxLoss> reader) {
        return ofAnyModifier(example, formula, reference, (call, operand) -> {
            if (operand instanceof OverlapLoss base) {
                return reader.apply(call, base);
            }
            throw new IllegalArgumentException(
                    call.name() + " cannot wrap " + operand + ": it wraps losses of the form 1 - overlap + penalties");
        });
    }

    /** A loss that wraps another, which it checks itself. */
    static Listing ofAnyModifier(
            BoxLoss example, String formula, String reference, BiFunction<LossExpression, BoxLoss, BoxLoss> reader) {
        String text = example.toString();
        String name = LossExpression.parse(text).name();
        return new Listing(
                new LossEntry(name, text, formula, reference),
                true,
                (call, operands) -> reader.apply(call, operands.get(0)));
    }

    String name() {
        return entry.name();
    }

    /** The loss that an expression of this name stands for, given the losses that it wraps. */
    BoxLoss read(LossExpression call, List<BoxLoss> operands) {
        if (operands.size() != (modifier ? 1 : 0)) {
            throw new IllegalArgumentException(
                    (modifier ? name() + " wraps one loss, such as " + entry.expression() : name() + " wraps no loss")
                            + "; got " + call);
        }
        return reader.apply(call.over(LossExpression.parse(entry.expression())), operands);
    }

    /** {@code name(first, key=number, ...)} of a name, possibly a wrapped loss, and keys before their numbers. */
    static String write(String name, Object... parts) {
        List<String> written = new ArrayList<>();
        int from = parts.length % 2;
        if (from == 1) {
            written.add(parts[0].toString());
        }
        for (int i = from; i < parts.length; i += 2) {
            written.add(parts[i] + "=" + LossExpression.written((Double) parts[i + 1]));
        }
        return name + "(" + String.join(", ", written) + ")";
    }
}
