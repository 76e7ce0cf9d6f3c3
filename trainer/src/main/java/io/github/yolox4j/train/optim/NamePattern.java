package io.github.yolox4j.train.optim;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of parameters, by a pattern: {@code *} stands for anything within one part of a dotted name, {@code **} for
 * anything at all, {@code ?} for one character other than a dot. {@code backbone.**} is all of backbone and neck,
 * {@code **.bn.*} every batch-norm.
 */
public record NamePattern(String text) {

    private static final Pattern PIECE = Pattern.compile("\\*\\*|\\*|\\?|[^*?]+");

    public NamePattern {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a pattern of names must not be blank");
        }
    }

    public boolean matches(String name) {
        String expression = PIECE.matcher(text)
                .replaceAll(piece -> Matcher.quoteReplacement(
                        switch (piece.group()) {
                            case "**" -> ".*";
                            case "*" -> "[^.]*";
                            case "?" -> "[^.]";
                            default -> Pattern.quote(piece.group());
                        }));
        return Pattern.matches(expression, name);
    }

    @Override
    public String toString() {
        return text;
    }
}
