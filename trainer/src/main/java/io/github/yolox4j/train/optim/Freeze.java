package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.text.NearestNames;
import io.github.yolox4j.model.weights.Weights;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a network training leaves as it is, by patterns of names: {@code *} stands for anything within one part of a
 * dotted name, {@code **} for anything at all, {@code ?} for one character other than a dot. {@code backbone.**} is all
 * of backbone and neck, {@code **.bn.*} every batch-norm.
 *
 * <p>A parameter so named gets no gradient, no weight
 * decay and no step, and its moving average stays where it was. Patterns that name the running statistics of a
 * batch-norm too, as {@code backbone.**} does, freeze these: it then normalises by them in training, as in evaluation.
 *
 * @param patterns each must match a name
 */
public record Freeze(List<String> patterns) {

    /** Everything is trained. */
    public static final Freeze NONE = new Freeze(List.of());

    private static final Pattern PIECE = Pattern.compile("\\*\\*|\\*|\\?|[^*?]+");
    private static final int SUGGESTIONS = 3;

    public Freeze {
        patterns = List.copyOf(patterns);
        if (patterns.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a pattern of names must not be blank");
        }
    }

    /** Freezes what any of the patterns matches. */
    public static Freeze of(String... patterns) {
        return new Freeze(List.of(patterns));
    }

    /**
     * The same live arrays, the named ones of them frozen.
     *
     * @throws IllegalArgumentException if a pattern matches no name, which lists the nearest ones, or nothing is left
     *     to train
     */
    public Weights of(Weights weights) {
        Set<String> names = new LinkedHashSet<>();
        for (String pattern : patterns) {
            List<String> matching = weights.names().stream()
                    .filter(name -> matches(pattern, name))
                    .toList();
            if (matching.isEmpty()) {
                throw new IllegalArgumentException("no parameter of the network matches '" + pattern + "'; nearest are "
                        + String.join(", ", nearest(pattern, weights.names())));
            }
            names.addAll(matching);
        }
        Weights frozen = weights.withFrozen(names);
        if (frozen.specs().stream().noneMatch(frozen::isTrained)) {
            throw new IllegalArgumentException("nothing to train: " + this + " freezes every parameter");
        }
        return frozen;
    }

    static boolean matches(String pattern, String name) {
        String expression = PIECE.matcher(pattern)
                .replaceAll(piece -> Matcher.quoteReplacement(
                        switch (piece.group()) {
                            case "**" -> ".*";
                            case "*" -> "[^.]*";
                            case "?" -> "[^.]";
                            default -> Pattern.quote(piece.group());
                        }));
        return Pattern.matches(expression, name);
    }

    /** Names, and patterns of whole modules, that differ least from what was written. */
    private static List<String> nearest(String pattern, Collection<String> names) {
        Set<String> candidates = new LinkedHashSet<>();
        for (String name : names) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                candidates.add(name.substring(0, dot) + ".**");
            }
            candidates.add(name);
        }
        return NearestNames.of(pattern, candidates, SUGGESTIONS);
    }

    @Override
    public String toString() {
        return String.join(", ", patterns);
    }
}
