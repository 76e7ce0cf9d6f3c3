package io.github.yolox4j.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows of docs/architecture.md, held over the classes of every module on the command's class path. */
class ArchitectureTest {

    private static final String BASE = "io.github.yolox4j";

    /** Without tests, also not those of another module that come as a jar. */
    private static final JavaClasses PROJECT = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(BASE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "detection",
                "losses",
                "model",
                "onednn",
                "onnx",
                "ort",
                "export",
                "inference",
                "train",
                "runtime",
                "verify",
                "testkit",
                "conformance",
                "cli"
            })
    void every_module_is_on_the_class_path(String module) {
        assertThat(PROJECT.stream().filter(resideInAPackage(inModule(module)))).isNotEmpty();
    }

    @Test
    void modules_use_only_what_their_arrows_point_at() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(BASE + "..")
                .layer("detection")
                .definedBy(inModule("detection"))
                .layer("onednn")
                .definedBy(inModule("onednn"))
                .layer("onnx")
                .definedBy(inModule("onnx"))
                .layer("ort")
                .definedBy(inModule("ort"))
                .layer("inference")
                .definedBy(inModule("inference"))
                .layer("losses")
                .definedBy(inModule("losses"))
                .layer("model")
                .definedBy(inModule("model"))
                .layer("train")
                .definedBy(inModule("train"))
                .layer("export")
                .definedBy(inModule("export"))
                .layer("runtime")
                .definedBy(inModule("runtime"))
                .layer("verify")
                .definedBy(inModule("verify"))
                .layer("testkit")
                .definedBy(inModule("testkit"))
                .layer("conformance")
                .definedBy(inModule("conformance"))
                .layer("cli")
                .definedBy(inModule("cli"))
                .whereLayer("detection")
                .mayNotAccessAnyLayer()
                .whereLayer("losses") // testkit: see golden_packages_alone_use_testkit
                .mayOnlyAccessLayers("testkit")
                .whereLayer("onnx")
                .mayNotAccessAnyLayer()
                .whereLayer("testkit")
                .mayNotAccessAnyLayer()
                .whereLayer("conformance")
                .mayOnlyAccessLayers("testkit")
                .whereLayer("model")
                .mayOnlyAccessLayers("detection", "testkit")
                .whereLayer("onednn")
                .mayOnlyAccessLayers("detection", "model")
                .whereLayer("ort")
                .mayOnlyAccessLayers("onnx")
                .whereLayer("inference")
                .mayOnlyAccessLayers("detection", "onnx", "ort")
                .whereLayer("export")
                .mayOnlyAccessLayers("detection", "model", "onnx")
                .whereLayer("train")
                .mayOnlyAccessLayers("detection", "losses", "model", "onnx", "testkit")
                .whereLayer("runtime")
                .mayOnlyAccessLayers(
                        "detection", "losses", "model", "onednn", "onnx", "ort", "inference", "train", "export")
                .whereLayer("verify") // testkit's reader of golden folders: decision 0004
                .mayOnlyAccessLayers(
                        "detection",
                        "losses",
                        "model",
                        "onnx",
                        "ort",
                        "train",
                        "export",
                        "inference",
                        "runtime",
                        "testkit")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .ensureAllClassesAreContainedInArchitecture()
                .check(PROJECT);
    }

    /** Whoever uses a library has no testkit: only the runners of golden cases need it (decision 0029). */
    @Test
    void golden_packages_alone_use_testkit() {
        noClasses()
                .that()
                .resideInAnyPackage(inModule("losses"), inModule("model"), inModule("train"))
                .and()
                .resideOutsideOfPackage(BASE + ".*.golden..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(inModule("testkit"), BASE + ".*.golden..")
                .check(PROJECT);
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(PROJECT);
    }

    /**
     * Who differentiates a loss by itself swaps the standard output for a moment, to silence what ND4J prints there; it
     * prints nothing.
     */
    @Test
    void libraries_print_nothing() {
        noClasses()
                .that(areLibraries())
                .and()
                .doNotHaveFullyQualifiedName(BASE + ".losses.SilentGradient")
                .should(ACCESS_STANDARD_STREAMS)
                .check(PROJECT);
    }

    @Test
    void libraries_do_not_log_to_java_util_logging() {
        noClasses()
                .that(areLibraries())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(PROJECT);
    }

    /** The owner is one package, or, where each has a use of its own, several. */
    @ParameterizedTest(name = "{0} only in {1}")
    @CsvSource({
        "org.opencv.., detection.image.opencv detection.dnn",
        "nu.pattern.., detection.image.opencv",
        "org.bytedeco.dnnl.., onednn",
        "ai.onnxruntime.., ort inference runtime verify.runtime",
        "ai.onnx.proto.., onnx",
        "net.razorvine.., model.weights.file",
        "me.tongfei.progressbar.., cli",
        "picocli.., cli",
        "ch.qos.logback.., cli",
        "org.junit.., conformance",
        "org.assertj.., conformance testkit",
    })
    void a_library_stays_behind_its_owners(String library, String owners) {
        String[] packages =
                Arrays.stream(owners.split(" ")).map(ArchitectureTest::inModule).toArray(String[]::new);
        noClasses()
                .that(not(resideInAnyPackage(packages)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(PROJECT);
    }

    @ParameterizedTest(name = "{0} does not know {1}")
    @CsvSource({
        "losses.., com.fasterxml.jackson..",
        "detection.., org.nd4j..",
        "onnx.., org.nd4j..",
        "inference.., org.nd4j..",
        "train.assign.., org.nd4j..",
        "train.data.., org.nd4j..",
        "train.eval.., org.nd4j..",
    })
    void a_package_does_without_a_library(String owner, String library) {
        noClasses()
                .that()
                .resideInAPackage(BASE + "." + owner)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(PROJECT);
    }

    @Test
    void json_in_core_model_is_for_weights_files_only() {
        noClasses()
                .that()
                .resideInAPackage(inModule("model"))
                .and()
                .resideOutsideOfPackage(inModule("model.weights.file"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .check(PROJECT);
    }

    private static String inModule(String path) {
        return BASE + "." + path + "..";
    }

    private static DescribedPredicate<JavaClass> areLibraries() {
        return resideInAPackage(BASE + "..").and(not(resideInAnyPackage(inModule("cli"))));
    }
}
