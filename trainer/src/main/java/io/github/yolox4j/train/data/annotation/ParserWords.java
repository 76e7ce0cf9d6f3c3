package io.github.yolox4j.train.data.annotation;

import com.fasterxml.jackson.core.JsonProcessingException;

/** What a parser of JSON or YAML says, without what only its programmers understand. */
public final class ParserWords {

    private ParserWords() {}

    /** The place and the reason in one line, as ":7: expected a comma"; the place is left out if it is not known. */
    public static String of(JsonProcessingException problem) {
        String place =
                problem.getLocation() == null ? "" : ":" + problem.getLocation().getLineNr();
        String reason = problem.getOriginalMessage()
                .replaceAll("\\s+", " ")
                .replaceAll(" ?\\(start marker at .*?line: \\d+, column: \\d+\\]\\)", "")
                .replaceAll(": enable \\S*Feature\\S* to allow", "")
                .replaceAll("maybe a comment\\?.*", "comments are not allowed");
        return place + ": " + reason.strip();
    }
}
