package io.github.yolox4j.train.golden;

import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Condition;
import io.github.yolox4j.testkit.golden.Arithmetic;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import io.github.yolox4j.train.eval.CocoMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code coco_metrics}: COCO's twelve numbers and the AP of each category.
 *
 * <p>The case's file is JSON: {@code ground_truth} and {@code detections} as COCO writes them, {@code expected}
 * by name, {@code per_class_AP} by category id, null where there is nothing to find.
 */
record CocoMetricsKind() implements GoldenKind {

    private static final double TOLERANCE = 1e-9;

    @Override
    public String name() {
        return "coco_metrics";
    }

    @Override
    public Arithmetic arithmetic(CaseFacts facts) {
        return Arithmetic.NO_GRAPH;
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        JsonEntries file = new JsonEntries(facts.text("file"), facts.golden().json());
        CocoMetrics found = CocoDetections.of(file).score();
        Closeness tolerance = facts.tolerance(TOLERANCE);

        List<Check> checks = new ArrayList<>();
        JsonEntries expected = file.entry("expected");
        for (Map.Entry<String, Double> number : found.byName().entrySet()) {
            String name = number.getKey();
            checks.add(Check.compare(name, number.getValue(), expected.number(name), tolerance));
        }
        if (file.has("per_class_AP")) {
            JsonEntries perClass = file.entry("per_class_AP");
            for (Map.Entry<Integer, Double> category : found.perClassAp().entrySet()) {
                String id = category.getKey().toString();
                double ap = perClass.isNull(id) ? CocoMetrics.UNDEFINED : perClass.number(id);
                checks.add(Check.compare("AP of category " + id, category.getValue(), ap, tolerance));
            }
            Set<String> others = perClass.keys();
            found.perClassAp().keySet().forEach(id -> others.remove(id.toString()));
            others.forEach(id -> checks.add(new Condition("AP of category " + id, false, "no such category")));
        }
        return checks;
    }
}
