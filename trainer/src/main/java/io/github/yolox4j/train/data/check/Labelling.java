package io.github.yolox4j.train.data.check;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;

/** Whether the images of a training split are labelled at all. */
public final class Labelling {

    private Labelling() {}

    /**
     * Tells of a training split without a box, or most of whose images have no label file.
     *
     * @param place the dataset, for the message
     * @param findings those of reading the split
     * @throws IOException if the findings throw it
     */
    public static void check(String place, String split, Dataset training, Findings findings) throws IOException {
        int without = findings.count(ProblemKind.NO_LABEL_FILE);
        if (training.boxCount() == 0) {
            findings.tell(
                    ProblemKind.UNLABELLED,
                    place + ": the " + training.size() + " images of split '" + split
                            + "' have no box; the labels may lie elsewhere. --allow-unlabelled trains without any");
        } else if (2 * without > training.size()) {
            findings.tell(
                    ProblemKind.UNLABELLED,
                    place + ": " + without + " of the " + training.size() + " images of split '" + split
                            + "' have no label file; their labels may lie elsewhere. --allow-unlabelled trains with "
                            + "them as images without objects");
        }
    }
}
