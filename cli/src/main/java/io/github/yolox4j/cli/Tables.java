package io.github.yolox4j.cli;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.eval.CocoMetrics;
import java.util.HashMap;
import java.util.Map;

/** Results as tables. */
final class Tables {

    private Tables() {}

    /** COCO's numbers, and the AP of each class by its name. */
    static String of(CocoMetrics metrics, Dataset dataset) {
        Map<Integer, String> names = new HashMap<>();
        for (int id = 0; id < dataset.classes().size(); id++) {
            names.put(dataset.categoryIds().get(id), dataset.classes().get(id));
        }
        return metrics.table(names);
    }
}
