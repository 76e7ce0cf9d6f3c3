package io.github.yolox4j.train.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Divides images among splits by chance, as for a dataset that came in one piece. The same seed divides the same images
 * alike.
 *
 * @param shares of the splits by name, in order, each above 0 and together 1
 */
public record Division(Map<String, Double> shares, long seed) {

    private static final double ROUNDING = 1e-9;

    /** @throws IllegalArgumentException if the shares are not above 0, or not 1 together */
    public Division {
        shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        if (shares.values().stream().anyMatch(share -> !(share > 0)) || !(Math.abs(sum - 1) <= ROUNDING)) {
            throw new IllegalArgumentException("shares must be above 0 and together 1, got " + shares);
        }
    }

    /**
     * Divides the images of several datasets with the same classes; an image that stands in more than one counts once.
     *
     * @throws IllegalArgumentException if a split would stay empty
     */
    public Map<String, Dataset> of(Collection<Dataset> datasets) {
        Map<Path, Sample> images = new LinkedHashMap<>();
        datasets.forEach(dataset -> dataset.samples().forEach(sample -> images.put(sample.image(), sample)));
        List<Sample> samples = new ArrayList<>(images.values());
        Collections.shuffle(samples, new Random(seed));
        Dataset first = datasets.iterator().next();
        Map<String, Dataset> splits = new LinkedHashMap<>();
        double share = 0;
        int from = 0;
        for (Map.Entry<String, Double> entry : shares.entrySet()) {
            share += entry.getValue();
            int to = (int) Math.round(share * samples.size());
            if (to == from) {
                throw new IllegalArgumentException(
                        "split '" + entry.getKey() + "' gets none of the " + samples.size() + " images");
            }
            splits.put(entry.getKey(), new Dataset(first.classes(), first.categoryIds(), samples.subList(from, to)));
            from = to;
        }
        return splits;
    }
}
