package io.github.yolox4j.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test method that is run once for every case of a golden folder. It takes a {@link LossCase}, or, for cases
 * of any kind, a {@link io.github.yolox4j.testkit.GoldenCase}.
 *
 * <pre>{@code
 * @GoldenTest("src/test/golden/huber")
 * void agrees_with_the_reference(LossCase golden) {
 *     golden.assertMetBy(ofSameDiff((predicted, target) -> huber(predicted, target, golden.parameter("delta"))));
 * }
 * }</pre>
 *
 * <p>A folder without a single case to run fails the test: nothing passes by not being there.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(GoldenTestCases.class)
public @interface GoldenTest {

    /** The folder, relative to the working directory, which under Maven is that of the module. */
    String value() default "";

    /**
     * In place of a folder the name of one that is shipped: {@code losses}, {@code formulas}, {@code detector}
     * or {@code coco}.
     */
    String shipped() default "";

    /** Cases of these kinds only; of every kind if there are none. */
    String[] kinds() default {};
}
