package io.github.yolox4j.verify.reference;

import io.github.yolox4j.losses.golden.LossKinds;
import io.github.yolox4j.model.golden.ModelForwardKind;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.golden.GoldenKinds;
import io.github.yolox4j.testkit.golden.TensorPairKind;
import io.github.yolox4j.train.golden.TrainingKinds;
import io.github.yolox4j.verify.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * All cases of a golden folder, run one after the other.
 *
 * <p>A case that is damaged fails with a sentence and the rest goes on; memory is freed before the next case.
 */
public final class GoldenSuite {

    private final String subject;
    private final GoldenFolder folder;

    private GoldenSuite(String subject, GoldenFolder folder) {
        this.subject = subject;
        this.folder = folder;
    }

    /**
     * Opens a folder, reading nothing but its manifest.
     *
     * @throws IOException if the folder or its manifest cannot be read, or lists no cases
     */
    public static GoldenSuite open(Path folder) throws IOException {
        GoldenFolder golden = GoldenFolder.open(folder);
        if (golden.cases().isEmpty()) {
            throw new IOException(folder.resolve("manifest.json") + ": 'cases' is empty");
        }
        return new GoldenSuite(folder.toString(), golden);
    }

    /**
     * The suite that is shipped under that name: {@code losses}, {@code formulas}, {@code detector} or {@code
     * coco}.
     */
    public static GoldenSuite shipped(String subject) {
        return new GoldenSuite(subject, GoldenFolder.shipped(subject));
    }

    /** Runs every case by SameDiff. */
    public Report run(Consumer<CaseResult> listener) {
        return run(GoldenEngine.SAMEDIFF, listener);
    }

    /**
     * Runs every case.
     *
     * @param engine that computes what it can; the other cases are computed as ever, and their results say so
     * @param listener hears of each result as soon as it is there
     */
    public Report run(GoldenEngine engine, Consumer<CaseResult> listener) {
        List<CaseResult> results = new ArrayList<>();
        GoldenKinds kinds = kinds(engine);
        for (GoldenCase golden : folder.cases()) {
            CaseResult result = kinds.run(golden, engine::note).withData(data(golden));
            results.add(result);
            listener.accept(result);
        }
        return Report.of(subject, results);
    }

    /** All kinds there are, as an engine computes them. */
    static GoldenKinds kinds(GoldenEngine engine) {
        return LossKinds.all()
                .and(GoldenKinds.of(new ModelForwardKind(engine.forward())))
                .and(TrainingKinds.all(engine.training()))
                .and(GoldenKinds.of(new TensorPairKind()));
    }

    /** The case's file, and who computed the numbers in it where the manifest says so. */
    private static String data(GoldenCase golden) {
        String reference = golden.description().at("/source/repo").asText("");
        String symbol = golden.description().at("/source/symbol").asText("");
        String computed = symbol.isEmpty() ? reference : reference + ", " + symbol;
        return golden.file() + (reference.isEmpty() ? "" : " by " + computed);
    }
}
