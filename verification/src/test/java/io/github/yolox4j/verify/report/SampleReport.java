package io.github.yolox4j.verify.report;

import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Condition;
import io.github.yolox4j.verify.Report;
import java.util.List;

/** Reports to be written. */
final class SampleReport {

    static final Check GOOD = Check.compare("ap", 0.5, 0.5, Closeness.ofNumbers(1e-9));
    static final Check BAD = Check.compare("ar", Double.NaN, 0.5, Closeness.ofNumbers(1e-9));

    /** A case of every verdict, and one that broke. */
    static final Report OF_EVERYTHING = Report.of(
                    "folder",
                    List.of(
                            CaseResult.of("a", "k", List.of(GOOD), 0.25)
                                    .withData("a.npz")
                                    .withNote("by hand"),
                            CaseResult.of("b", "k", List.of(GOOD, BAD, new Condition("rows", false, "none")), 0.5),
                            CaseResult.failed("c", "k", "no such\nfile", 0),
                            CaseResult.unsupported("d", "k", "not yet"),
                            CaseResult.leftOut("e", "onnx", "no checker")))
            .withFact("engine", "samediff");

    private SampleReport() {}
}
