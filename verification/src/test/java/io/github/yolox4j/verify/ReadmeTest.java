package io.github.yolox4j.verify;

import io.github.yolox4j.verify.reference.GoldenSuite;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    @Test
    void its_example_passes() {
        Report report = GoldenSuite.shipped("coco").run(result -> System.out.println(result.line()));
        if (!report.allPassed()) {
            throw new AssertionError(report.totals());
        }
    }
}
