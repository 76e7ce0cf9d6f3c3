package io.github.yolox4j.train.eval;

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

    /** @throws IllegalArgumentException if a box is of none of the categories */
    ConfusionMatrix(Collection<Integer> categoryIds, List<ImageReview> images) {
        this.categoryIds = List.copyOf(new TreeSet<>(categoryIds));
        counts = new int[background() + 1][background() + 1];
        for (ImageReview image : images) {
            image.pairs()
                    .forEach(pair -> counts[index(pair.object().categoryId())][
                            index(pair.detection().categoryId())]++);
            image.missed().forEach(object -> counts[index(object.categoryId())][background()]++);
            image.unfounded().forEach(found -> counts[background()][index(found.categoryId())]++);
        }
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
}
