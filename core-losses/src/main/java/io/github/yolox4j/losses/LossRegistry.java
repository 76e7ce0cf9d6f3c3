package io.github.yolox4j.losses;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * The losses of one family by name, and the one reader of their texts.
 *
 * <p>A text is a {@link LossExpression}. Its name is that of a {@link LossListing}; {@code name:variant} may be a
 * listing of its own. What else follows a colon is a policy, and a policy of a wrapped loss is that of the whole. A
 * modifier without an operand may have its operand's name behind its own: {@code focal_eiou} is {@code focal(eiou)}.
 *
 * @param <L> the family of losses
 * @param kind what messages call a member, such as {@code box loss}
 * @param listings in the order of tables
 * @param policies puts a loss under the policy of a name, where losses have policies
 * @param notes hints for readers who look for a name that is not here
 */
public record LossRegistry<L>(
        String kind,
        List<LossListing<L>> listings,
        Optional<BiFunction<L, String, L>> policies,
        Map<String, String> notes) {

    public LossRegistry {
        listings = List.copyOf(listings);
        notes = Map.copyOf(notes);
    }

    /** A registry of losses that have no policies. */
    public static <L> LossRegistry<L> of(String kind, List<LossListing<L>> listings) {
        return new LossRegistry<>(kind, listings, Optional.empty(), Map.of());
    }

    /** This registry, where a function puts a loss under the policy of a name. */
    public LossRegistry<L> withPolicies(BiFunction<L, String, L> under) {
        return new LossRegistry<>(kind, listings, Optional.of(under), notes);
    }

    /** This registry with a hint for readers who look for a name that is not here. */
    public LossRegistry<L> withNote(String unknownName, String note) {
        Map<String, String> all = new HashMap<>(notes);
        all.put(unknownName, note);
        return new LossRegistry<>(kind, listings, policies, all);
    }

    /** The names of all losses that stand alone. */
    public List<String> names() {
        return names(listing -> !listing.modifier());
    }

    /** The names of all modifiers, which wrap another loss. */
    public List<String> modifiers() {
        return names(LossListing::modifier);
    }

    /** Whether {@link #parse} knows a name without parameters, such as {@code ciou} or {@code focal_ciou}. */
    public boolean knows(String name) {
        return names().contains(name) || shortModifier(name).isPresent();
    }

    /** All losses, and each modifier around one loss, for a table of them. */
    public List<LossEntry> entries() {
        return listings.stream().map(LossListing::entry).toList();
    }

    /**
     * The loss that a text means.
     *
     * @throws IllegalArgumentException if there is none; the message lists what is valid
     */
    public L parse(String text) {
        LossExpression expression = LossExpression.parse(text);
        try {
            List<String> written = new ArrayList<>();
            L loss = read(expression, written);
            if (written.size() > 1) {
                throw new IllegalArgumentException("a loss has one policy, here are " + written.size());
            }
            return written.isEmpty() ? loss : policies.orElseThrow().apply(loss, written.get(0));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(kind + " '" + text + "': " + e.getMessage(), e);
        }
    }

    /** @param policies takes the policies of the expression and of all its operands */
    private L read(LossExpression expression, List<String> policies) {
        LossExpression call = spelledOut(expression);
        return listing(call, policies).read(call, operand -> read(operand, policies));
    }

    private LossListing<L> listing(LossExpression call, List<String> policiesSoFar) {
        if (call.policy().isPresent()) {
            String variant = call.name() + ":" + call.policy().get();
            Optional<LossListing<L>> listed = find(variant);
            if (listed.isPresent()) {
                return listed.get();
            }
            if (policies.isEmpty()) {
                throw unknown(variant);
            }
            policiesSoFar.add(call.policy().get());
        }
        return find(call.name()).orElseThrow(() -> unknown(call.name()));
    }

    /** {@code focal_eiou(gamma=1)} as {@code focal(eiou, gamma=1)}; others as they are. */
    private LossExpression spelledOut(LossExpression call) {
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
    private Optional<String> shortModifier(String name) {
        return modifiers().stream()
                .filter(modifier ->
                        name.startsWith(modifier + "_") && names().contains(name.substring(modifier.length() + 1)))
                .findFirst();
    }

    private Optional<LossListing<L>> find(String name) {
        return listings.stream().filter(listing -> listing.name().equals(name)).findFirst();
    }

    private List<String> names(Predicate<LossListing<L>> which) {
        return listings.stream().filter(which).map(LossListing::name).toList();
    }

    private IllegalArgumentException unknown(String name) {
        String around = modifiers().isEmpty() ? "" : ", and around one of them " + String.join(", ", modifiers());
        String note = notes.containsKey(name) ? " (" + notes.get(name) + ")" : "";
        return new IllegalArgumentException(
                "unknown loss '" + name + "'; valid are " + String.join(", ", names()) + around + note);
    }
}
