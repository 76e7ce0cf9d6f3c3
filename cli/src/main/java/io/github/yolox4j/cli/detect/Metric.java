package io.github.yolox4j.cli.detect;

import io.github.yolox4j.cli.report.Tables;
import io.github.yolox4j.train.eval.DetectedDataset;
import io.github.yolox4j.train.eval.Interpolation;
import io.github.yolox4j.train.eval.VocEvaluator;
import io.github.yolox4j.train.eval.VocMetrics;
import java.util.LinkedHashMap;
import java.util.Map;

/** By whose rules a detector is scored. */
enum Metric {
    COCO {
        @Override
        String table(DetectedDataset detected) {
            return Tables.of(detected.coco(), detected.dataset());
        }

        @Override
        Map<String, Double> numbers(DetectedDataset detected) {
            return detected.coco().byName();
        }
    },
    /** Pascal VOC's average precision at IoU 0.5: the area under the curve, and the mean of eleven points. */
    VOC {
        @Override
        String table(DetectedDataset detected) {
            return Tables.of(detected.voc(VocEvaluator.DEFAULT), detected.dataset());
        }

        @Override
        Map<String, Double> numbers(DetectedDataset detected) {
            VocMetrics metrics = detected.voc(VocEvaluator.DEFAULT);
            Map<Integer, String> names = Tables.names(detected.dataset());
            Map<String, Double> numbers = new LinkedHashMap<>();
            numbers.put("mAP", metrics.meanAp(Interpolation.EVERY_POINT));
            numbers.put("mAP11", metrics.meanAp(Interpolation.ELEVEN_POINTS));
            metrics.perClassAp(Interpolation.EVERY_POINT)
                    .forEach((id, ap) -> numbers.put("AP of " + names.get(id), ap));
            return numbers;
        }
    };

    abstract String table(DetectedDataset detected);

    abstract Map<String, Double> numbers(DetectedDataset detected);
}
