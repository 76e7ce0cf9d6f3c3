package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossExpression;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

    private static final List<Listing> LISTINGS = Stream.concat(
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

    private BoxLosses() {}

    /** The names of all losses that stand alone, each under its default policy and with its default parameters. */
    public static List<String> names() {
        return names(listing -> !listing.modifier());
    }

    /** Whether {@link #parse} knows a name without parameters, such as {@code ciou} or {@code focal_ciou}. */
    public static boolean knows(String name) {
        return names().contains(name) || shortModifier(name).isPresent();
    }

    /** The names of all modifiers, which wrap another loss. */
    public static List<String> modifiers() {
        return names(Listing::modifier);
    }

    /** All losses, and each modifier around one loss, for a table of them. */
    public static List<LossEntry> all() {
        return LISTINGS.stream().map(Listing::entry).toList();
    }

    /**
     * The loss that a text stands for.
     *
     * @throws IllegalArgumentException if there is none; the message lists what is valid
     */
    public static BoxLoss parse(String text) {
        LossExpression expression = LossExpression.parse(text);
        try {
            BoxLoss loss = withoutPolicy(expression);
            List<BoxPolicy> policies =
                    policies(expression).map(BoxLosses::policy).toList();
            if (policies.size() > 1) {
                throw new IllegalArgumentException("a loss has one policy, here are " + policies.size());
            }
            return policies.isEmpty() ? loss : loss.under(policies.get(0));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("box loss '" + text + "': " + e.getMessage(), e);
        }
    }

    private static BoxLoss withoutPolicy(LossExpression expression) {
        LossExpression call = spelledOut(expression);
        return find(call.name())
                .orElseThrow(() -> unknown(call.name()))
                .read(
                        call,
                        call.operands().stream().map(BoxLosses::withoutPolicy).toList());
    }

    private static Stream<String> policies(LossExpression expression) {
        return Stream.concat(
                expression.policy().stream(), expression.operands().stream().flatMap(BoxLosses::policies));
    }

    /** {@code focal_eiou(gamma=1)} as {@code focal(eiou, gamma=1)}; others as they are. */
    private static LossExpression spelledOut(LossExpression call) {
        if (!call.operands().isEmpty()) {
            return call;
        }
        return shortModifier(call.name())
                .map(modifier -> {
                    String base = call.name().substring(modifier.length() + 1);
                    return new LossExpression(
                            modifier, List.of(LossExpression.parse(base)), call.settings(), call.policy());
                })
                .orElse(call);
    }

    /** The modifier in {@code focal_eiou}. */
    private static Optional<String> shortModifier(String name) {
        return modifiers().stream()
                .filter(modifier ->
                        name.startsWith(modifier + "_") && names().contains(name.substring(modifier.length() + 1)))
                .findFirst();
    }

    private static Optional<Listing> find(String name) {
        return LISTINGS.stream().filter(listing -> listing.name().equals(name)).findFirst();
    }

    private static List<String> names(Predicate<Listing> which) {
        return LISTINGS.stream().filter(which).map(Listing::name).toList();
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("unknown loss '" + name + "'; valid are " + String.join(", ", names())
                + ", and around one of them " + String.join(", ", modifiers()));
    }

    private static BoxPolicy policy(String name) {
        return BoxPolicy.KNOWN.stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown policy '" + name + "'; valid are "
                        + BoxPolicy.KNOWN.stream().map(BoxPolicy::name).collect(Collectors.joining(", "))));
    }
}
