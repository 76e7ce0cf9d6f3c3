package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import java.util.function.BiFunction;

/** Listings of modifiers that wrap an {@link OverlapLoss} and nothing else. */
final class OverlapListing {

    private OverlapListing() {}

    static LossListing<BoxLoss> ofModifier(
            BoxLoss example,
            String formula,
            String reference,
            BiFunction<LossExpression, OverlapLoss, BoxLoss> reader) {
        return LossListing.ofModifier(example.toString(), formula, reference, (call, operand) -> {
            if (operand instanceof OverlapLoss base) {
                return reader.apply(call, base);
            }
            throw new IllegalArgumentException(
                    call.name() + " cannot wrap " + operand + ": it wraps losses of the form 1 - overlap + penalties");
        });
    }
}
