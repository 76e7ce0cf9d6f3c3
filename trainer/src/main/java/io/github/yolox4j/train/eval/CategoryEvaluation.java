package io.github.yolox4j.train.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One category over all images: its detections in the order of falling score, ready to be scored under several rules.
 */
final class CategoryEvaluation {

    private final List<ImageBoxes> images;
    private final int[] ranks; // by detection, images one after the other: its rank in its image
    private final int[] byScore;

    /** The images in rising order of their ids: of equal scores, the earlier image's comes first. */
    CategoryEvaluation(List<ImageBoxes> images) {
        this.images = images;
        int detections = images.stream().mapToInt(ImageBoxes::detections).sum();
        ranks = new int[detections];
        double[] scores = new double[detections];
        int at = 0;
        for (ImageBoxes image : images) {
            for (int rank = 0; rank < image.detections(); rank++, at++) {
                ranks[at] = rank;
                scores[at] = image.score(rank);
            }
        }
        byScore = IntStream.range(0, detections)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed()) // stable
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Counts only objects of the range and the best {@code maxDetections} of each image. */
    record Rule(AreaRange range, int maxDetections) {}

    CategoryScores score(Rule rule) {
        int objects =
                images.stream().mapToInt(i -> i.countedObjects(rule.range())).sum();
        if (objects == 0) {
            return CategoryScores.undefined();
        }
        CategoryScores.Verdict[][] verdicts = new CategoryScores.Verdict[Thresholds.IOUS.size()][ranks.length];
        int first = 0;
        for (ImageBoxes image : images) {
            image.match(rule.range(), rule.maxDetections(), verdicts, first);
            first += image.detections();
        }
        int[] order = Arrays.stream(byScore)
                .filter(i -> ranks[i] < rule.maxDetections())
                .toArray();
        return CategoryScores.of(verdicts, order, objects);
    }
}
