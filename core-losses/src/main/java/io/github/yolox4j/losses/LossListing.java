package io.github.yolox4j.losses;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a {@link LossRegistry} knows of one loss. Its parameters and their defaults are those that the entry's
 * expression shows, so a default stands once: in the loss that wrote the expression.
 *
 * @param <L> the family of losses
 * @param entry the line in the table of losses
 * @param modifier whether it wraps another loss
 * @param required the parameters that a text must give; the expression shows an example of them, not a default
 * @param reader makes the loss from an expression with all parameters and the losses that it wraps
 */
public record LossListing<L>(
        LossEntry entry, boolean modifier, Set<String> required, BiFunction<LossExpression, List<L>, L> reader) {

    public LossListing {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(reader, "reader");
        required = Set.copyOf(required);
    }

    /**
     * A loss that wraps none.
     *
     * @param expression the text of the default loss, with all parameters; its name and what follows a colon are the
     *     name
     */
    public static <L> LossListing<L> of(
            String expression, String formula, String reference, Function<LossExpression, L> reader) {
        return named(name(expression), expression, formula, reference, reader);
    }

    /** A loss that wraps none, with a name that its text does not show. */
    public static <L> LossListing<L> named(
            String name, String expression, String formula, String reference, Function<LossExpression, L> reader) {
        return new LossListing<>(
                new LossEntry(name, expression, formula, reference),
                false,
                Set.of(),
                (call, operands) -> reader.apply(call));
    }

    /**
     * A loss that wraps another.
     *
     * @param example the text of the modifier around one loss, with all parameters
     * @param reader also gets the wrapped loss
     */
    public static <L> LossListing<L> ofModifier(
            String example, String formula, String reference, BiFunction<LossExpression, L, L> reader) {
        return new LossListing<>(
                new LossEntry(name(example), example, formula, reference),
                true,
                Set.of(),
                (call, operands) -> reader.apply(call, operands.get(0)));
    }

    /** This listing, where a text must give some parameters. */
    public LossListing<L> requiring(String... keys) {
        return new LossListing<>(entry, modifier, Set.of(keys), reader);
    }

    private static String name(String expression) {
        LossExpression parsed = LossExpression.parse(expression);
        return parsed.policy().map(variant -> parsed.name() + ":" + variant).orElse(parsed.name());
    }

    /** What texts call the loss. */
    public String name() {
        return entry.name();
    }

    /**
     * The loss that an expression of this name means.
     *
     * @param operand reads a loss that it wraps
     * @throws IllegalArgumentException if it wraps too many or too few, or a parameter is wrong or missing
     */
    L read(LossExpression call, Function<LossExpression, L> operand) {
        if (call.operands().size() != (modifier ? 1 : 0)) {
            String needed = modifier ? " wraps one loss, such as " : " wraps no loss, as in ";
            throw new IllegalArgumentException(name() + needed + entry.expression() + "; got " + call);
        }
        if (!call.settings().keySet().containsAll(required)) {
            throw new IllegalArgumentException(name() + " needs " + String.join(", ", new TreeSet<>(required))
                    + ", as in " + entry.expression() + "; got " + call);
        }
        List<L> operands = call.operands().stream().map(operand).toList();
        return reader.apply(call.over(LossExpression.parse(entry.expression())), operands);
    }
}
