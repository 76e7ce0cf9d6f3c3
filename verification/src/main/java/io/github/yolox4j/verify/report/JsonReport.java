package io.github.yolox4j.verify.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Comparison;
import io.github.yolox4j.testkit.check.Verdict;
import io.github.yolox4j.verify.Report;
import java.util.Locale;

/**
 * The JSON form of a {@link Report}; {@code docs/golden-format.md} lists its keys. Numbers that are not finite
 * become strings, as JSON has none.
 */
public final class JsonReport {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonReport() {}

    /** The whole report. */
    public static JsonNode of(Report report) {
        ObjectNode json = NODES.objectNode().put("subject", report.subject());
        ObjectNode facts = json.putObject("facts");
        report.facts().forEach(facts::put);
        for (Verdict verdict : Verdict.values()) {
            json.put(key(verdict), report.count(verdict));
        }
        ArrayNode cases = json.putArray("cases");
        report.cases().forEach(result -> cases.add(of(result)));
        return json;
    }

    private static JsonNode of(CaseResult result) {
        ObjectNode json = NODES.objectNode()
                .put("name", result.name())
                .put("kind", result.kind())
                .put("verdict", key(result.verdict()))
                .put("seconds", result.seconds())
                .put("data", result.data());
        if (!result.reason().isEmpty()) {
            json.put("reason", result.reason());
        }
        if (!result.note().isEmpty()) {
            json.put("note", result.note());
        }
        ArrayNode checks = json.putArray("checks");
        result.checks().forEach(check -> checks.add(of(check)));
        return json;
    }

    private static JsonNode of(Check check) {
        ObjectNode json = NODES.objectNode().put("subject", check.subject()).put("passed", check.passed());
        if (!(check instanceof Comparison c)) {
            return json.put("finding", check.finding());
        }
        json.put("numbers", c.numbers()).put("beyond", c.beyond());
        json.set("largest_absolute", number(c.largestAbsolute()));
        json.set("largest_relative", number(c.largestRelative()));
        json.put("where", c.where());
        json.set("actual", number(c.actual()));
        json.set("expected", number(c.expected()));
        return json.put("tolerance", c.tolerance().factor())
                .put("rule", c.tolerance().rule());
    }

    private static JsonNode number(double value) {
        return Double.isFinite(value) ? NODES.numberNode(value) : NODES.textNode(Double.toString(value));
    }

    private static String key(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
