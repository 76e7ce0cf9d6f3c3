package io.github.yolox4j.train.data.annotation;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.finding.Findings;
import java.io.IOException;
import java.util.List;

/** Reads the annotations of one dataset. */
public interface AnnotationReader {

    /**
     * Reads the annotations of a split.
     *
     * @throws IOException if the findings throw it, or there is nothing to go on with; the message is one line
     */
    Dataset read(String split, Findings findings) throws IOException;

    /**
     * The splits that the dataset has; none if it is in one piece.
     *
     * @throws IOException if there is no dataset of this format
     */
    List<String> splits() throws IOException;

    /**
     * What was found, in a few words, as "Annotations/ and JPEGImages/".
     *
     * @throws IOException if there is no dataset of this format
     */
    String layout() throws IOException;
}
