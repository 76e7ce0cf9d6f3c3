package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossExpression;
import java.util.function.Function;

/**
 * A score loss by name. Its parameters and their defaults are those that the entry's expression shows.
 *
 * @param entry the line in the table of losses
 * @param reader from an expression with all parameters to the loss
 */
record Form(LossEntry entry, Function<LossExpression, ScoreLoss> reader) {

    /** The loss that an expression of this name stands for. */
    ScoreLoss read(LossExpression call) {
        if (!call.operands().isEmpty()) {
            throw new IllegalArgumentException(entry.name() + " wraps no loss and takes key=number, as in "
                    + entry.expression() + "; got " + call);
        }
        return reader.apply(call.over(LossExpression.parse(entry.expression())));
    }
}
