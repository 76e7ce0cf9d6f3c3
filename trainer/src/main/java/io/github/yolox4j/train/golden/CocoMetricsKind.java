package io.github.yolox4j.train.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Condition;
import io.github.yolox4j.testkit.golden.Arithmetic;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import io.github.yolox4j.train.eval.CocoEvaluator;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.eval.GroundTruthBox;
import io.github.yolox4j.train.eval.ScoredBox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
    private static final int BOX_NUMBERS = 4;

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
        Entries file = new Entries(facts.text("file"), facts.golden().json());
        CocoMetrics found = evaluate(file.entry("ground_truth"), file.list("detections"));
        Closeness tolerance = facts.tolerance(TOLERANCE);

        List<Check> checks = new ArrayList<>();
        Entries expected = file.entry("expected");
        for (Map.Entry<String, Double> number : found.byName().entrySet()) {
            String name = number.getKey();
            checks.add(Check.compare(name, number.getValue(), expected.number(name), tolerance));
        }
        if (file.has("per_class_AP")) {
            Entries perClass = file.entry("per_class_AP");
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

    private static CocoMetrics evaluate(Entries groundTruth, List<Entries> results) throws IOException {
        List<Long> images = new ArrayList<>();
        for (Entries image : groundTruth.list("images")) {
            images.add(image.integer("id"));
        }
        List<Integer> categories = new ArrayList<>();
        for (Entries category : groundTruth.list("categories")) {
            categories.add(category.category("id"));
        }
        List<GroundTruthBox> objects = new ArrayList<>();
        for (Entries a : groundTruth.list("annotations")) {
            double[] box = a.numbers("bbox", BOX_NUMBERS);
            objects.add(new GroundTruthBox(
                    a.integer("image_id"),
                    a.category("category_id"),
                    Box.ofSides(box[0], box[1], box[2], box[3]),
                    a.number("area"),
                    a.has("iscrowd") && a.integer("iscrowd") != 0));
        }
        List<ScoredBox> detections = new ArrayList<>();
        for (Entries d : results) {
            double[] box = d.numbers("bbox", BOX_NUMBERS);
            detections.add(new ScoredBox(
                    d.integer("image_id"),
                    d.category("category_id"),
                    Box.ofSides(box[0], box[1], box[2], box[3]),
                    d.number("score")));
        }
        return new CocoEvaluator(images, categories, objects).evaluate(detections);
    }

    /** A JSON object and where it stands, so that a missing entry is named. */
    private record Entries(String place, JsonNode node) {

        boolean has(String key) {
            return node.has(key);
        }

        Set<String> keys() {
            Set<String> keys = new LinkedHashSet<>();
            node.fieldNames().forEachRemaining(keys::add);
            return keys;
        }

        boolean isNull(String key) {
            return node.path(key).isNull();
        }

        Entries entry(String key) throws IOException {
            return new Entries(place + "/" + key, require(key, node.path(key).isObject(), "an object"));
        }

        List<Entries> list(String key) throws IOException {
            JsonNode list = require(key, node.path(key).isArray(), "a list");
            List<Entries> entries = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                entries.add(new Entries(place + "/" + key + "/" + i, list.get(i)));
            }
            return entries;
        }

        double number(String key) throws IOException {
            return require(key, node.path(key).isNumber(), "a number").doubleValue();
        }

        long integer(String key) throws IOException {
            JsonNode value = node.path(key);
            return require(key, value.isIntegralNumber() && value.canConvertToLong(), "an integer")
                    .longValue();
        }

        int category(String key) throws IOException {
            JsonNode value = node.path(key);
            return require(key, value.isIntegralNumber() && value.canConvertToInt(), "an integer of 32 bits")
                    .intValue();
        }

        double[] numbers(String key, int count) throws IOException {
            JsonNode list = require(key, node.path(key).size() == count, count + " numbers");
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                require(key, list.path(i).isNumber(), count + " numbers");
                values[i] = list.get(i).doubleValue();
            }
            return values;
        }

        private JsonNode require(String key, boolean holds, String what) throws IOException {
            JsonNode value = node.path(key);
            if (!holds) {
                throw new IOException(
                        place + "/" + key + " must be " + what + ", is " + (value.isMissingNode() ? "missing" : value));
            }
            return value;
        }
    }
}
