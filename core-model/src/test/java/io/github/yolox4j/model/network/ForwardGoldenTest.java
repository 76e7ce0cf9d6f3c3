package io.github.yolox4j.model.network;

import io.github.yolox4j.model.golden.ForwardPass;
import io.github.yolox4j.model.golden.ModelForwardKind;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.golden.GoldenKinds;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardGoldenTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void outputs_equal_the_reference(GoldenCase golden) {
        GoldenKinds.of(new ModelForwardKind(ForwardPass::sameDiff)).run(golden).requirePassed();
    }

    /** Those of networks that are small enough for every build; {@code verify model} runs all. */
    static List<GoldenCase> cases() {
        return GoldenFolder.shipped("detector")
                .cases(golden -> golden.kind().equals("model_forward")
                        && !List.of("l", "x")
                                .contains(golden.description().get("size").textValue()));
    }
}
