package io.github.yolox4j.cli.verify;

import io.github.yolox4j.verify.reference.GoldenSuite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code yolox4j verify golden}. */
@Command(
        name = "golden",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Computes every case of a golden folder and compares the results with the stored numbers. A "
                + "golden folder has a manifest.json and .npz or .json files (docs/golden-format.md).",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j verify golden golden/losses --html report.html")
final class VerifyGoldenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The golden folder.")
    private Path folder;

    @Mixin
    private GoldenRun run;

    @Override
    public Integer call() throws IOException {
        return run.of(() -> GoldenSuite.open(folder));
    }
}
