package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.LossRegistry;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Box losses by name.
 *
 * <p>A text is a name, its parameters where they differ from their defaults, and a policy: {@code ciou},
 * {@code shape_iou(scale=1)}, {@code ciou:mmdetection}. Modifiers wrap another loss: {@code focal(eiou, gamma=0.5)},
 * {@code inner(focaler(siou), ratio=1.25)}; {@code focal_eiou(gamma=0.5)} is short for the first. A policy of a wrapped
 * loss is that of the whole: {@code focal(ciou:mmdetection)} is {@code focal(ciou):mmdetection}.
 */
public final class BoxLosses {

    private static final List<LossListing<BoxLoss>> LISTINGS = Stream.concat(
                    Arrays.stream(IouFamily.values()).map(IouFamily::listing),
                    Stream.of(
                            LogIou.LISTING,
                            InversePowerIou.LISTING,
                            BoundedIou.LISTING,
                            Siou.LISTING,
                            ShapeIou.LISTING,
                            Mpdiou.LISTING,
                            Piou2.LISTING,
                            Piou2.UNDETACHED_LISTING,
                            Nwd.LISTING,
                            WiseIou.LISTING,
                            Wise.WIOU_V2_LISTING,
                            Wise.WIOU_V3_LISTING,
                            SmoothL1.L1_LISTING,
                            SmoothL1.LISTING,
                            Focal.LISTING,
                            Focal.UNDETACHED_LISTING,
                            Alpha.LISTING,
                            Inner.LISTING,
                            Focaler.LISTING,
                            Wise.MONOTONIC_LISTING,
                            Wise.DYNAMIC_LISTING))
            .toList();

    /** All of them: their names, the modifiers, and the lines of a table. */
    public static final LossRegistry<BoxLoss> REGISTRY =
            LossRegistry.of("box loss", LISTINGS).withPolicies((loss, policy) -> loss.under(BoxPolicy.parse(policy)));

    private BoxLosses() {}

    /**
     * The loss that a text means.
     *
     * @throws IllegalArgumentException if there is none; the message lists what is valid
     */
    public static BoxLoss parse(String text) {
        return REGISTRY.parse(text);
    }
}
