package io.github.yolox4j.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A command line of {@code yolox4j train}.
 *
 * @param words from {@code train} on
 */
record TrainingArguments(List<String> words) {

    private static final String OUTPUT = "--output";
    private static final String RESUME = "--resume";

    TrainingArguments {
        words = List.copyOf(words);
    }

    /** The value of an option, given as {@code --name value} or {@code --name=value}. */
    Optional<String> value(String option) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith(option + "=")) {
                return Optional.of(words.get(i).substring(option.length() + 1));
            }
            if (words.get(i).equals(option) && i + 1 < words.size()) {
                return Optional.of(words.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /** The same with another value of an option that is there, or with the option added. */
    TrainingArguments with(String option, String value) {
        List<String> others = new ArrayList<>();
        boolean isReplaced = false;
        for (int i = 0; i < words.size(); i++) {
            boolean isJoined = words.get(i).startsWith(option + "=");
            if (isJoined || words.get(i).equals(option)) {
                others.addAll(List.of(option, value));
                isReplaced = true;
                i += isJoined ? 0 : 1;
            } else {
                others.add(words.get(i));
            }
        }
        if (!isReplaced) {
            others.addAll(List.of(option, value));
        }
        return new TrainingArguments(others);
    }

    /** The options, but not {@code others}, whose values {@code choice} takes. */
    List<String> options(Predicate<String> choice, List<String> others) {
        return words.stream()
                .filter(word -> word.startsWith("--"))
                .map(word -> word.replaceFirst("=.*", ""))
                .distinct()
                .filter(option ->
                        !others.contains(option) && value(option).filter(choice).isPresent())
                .toList();
    }

    /** The folder of the run, whether it begins or goes on. */
    Optional<String> run() {
        return value(RESUME).or(() -> value(OUTPUT));
    }

    /**
     * The command line that goes on with the run in a folder. Of the options only those that say where something lies
     * are given again: the folder knows the others.
     */
    TrainingArguments resuming(String folder) {
        if (value(RESUME).isPresent()) {
            return this;
        }
        TrainingArguments resuming = new TrainingArguments(List.of("train", RESUME, folder));
        for (String option : List.of("--data", "--weights")) {
            Optional<String> value = value(option);
            if (value.isPresent()) {
                resuming = resuming.with(option, value.get());
            }
        }
        return resuming;
    }
}
