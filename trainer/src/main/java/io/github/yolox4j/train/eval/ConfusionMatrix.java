package io.github.yolox4j.train.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * How often an object of one category was taken for another. The last row and column are the background: objects that
 * were missed are in its column, detections of nothing in its row.
 */
public final class ConfusionMatrix {

    private final List<Integer> categoryIds;
    private final int[][] counts; // [true, predicted]

    private ConfusionMatrix(List<Integer> categoryIds, int[][] counts) {
        this.categoryIds = categoryIds;
        this.counts = counts;
    }

    /** @throws IllegalArgumentException if a box is of none of the categories */
    static ConfusionMatrix of(Collection<Integer> categoryIds, List<ImageReview> images) {
        List<Integer> ids = new ArrayList<>(new TreeSet<>(categoryIds));
        int background = ids.size();
        ConfusionMatrix matrix = new ConfusionMatrix(List.copyOf(ids), new int[background + 1][background + 1]);
        for (ImageReview image : images) {
            image.pairs()
                    .forEach(pair -> matrix.counts[matrix.index(pair.object().categoryId())][
                            matrix.index(pair.detection().categoryId())]++);
            image.missed().forEach(object -> matrix.counts[matrix.index(object.categoryId())][background]++);
            image.unfounded().forEach(found -> matrix.counts[background][matrix.index(found.categoryId())]++);
        }
        return matrix;
    }

    private int index(int category) {
        int index = categoryIds.indexOf(category);
        if (index < 0) {
            throw new IllegalArgumentException("category " + category + " is none of " + categoryIds);
        }
        return index;
    }

    /** The categories of rows and columns, in rising order; the background follows. */
    public List<Integer> categoryIds() {
        return categoryIds;
    }

    /** Rows, and columns: the categories and the background. */
    public int size() {
        return counts.length;
    }

    /** The row and column of the background. */
    public int background() {
        return categoryIds.size();
    }

    /** How many objects of the row's category were taken for the column's. */
    public int count(int row, int column) {
        return counts[row][column];
    }

    /** Share of a row's objects that were taken for the column's category; 0 in an empty row. */
    public double share(int row, int column) {
        int sum = 0;
        for (int count : counts[row]) {
            sum += count;
        }
        return sum == 0 ? 0 : counts[row][column] / (double) sum;
    }
}
