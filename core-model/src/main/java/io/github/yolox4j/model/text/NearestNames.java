package io.github.yolox4j.model.text;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which of the known names somebody may have meant: those that fewest single characters tell from what was written. */
public final class NearestNames {

    private NearestNames() {}

    /**
     * The nearest names, the best first.
     *
     * @param wanted as it was written
     * @param known at equal distance the earlier wins
     * @param most how many at most
     */
    public static List<String> of(String wanted, Collection<String> known, int most) {
        return known.stream()
                .sorted(Comparator.comparingInt(name -> edits(wanted, name)))
                .limit(most)
                .toList();
    }

    /** How many characters to insert, remove or replace to make one text the other. */
    static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[row.length - 1];
    }
}
