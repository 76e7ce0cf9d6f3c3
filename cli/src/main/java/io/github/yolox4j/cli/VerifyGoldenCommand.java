package io.github.yolox4j.cli;

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
        description = "Computes every case of a golden folder (manifest.json beside .npz or .json files; see"
                + " docs/golden-format.md) and compares it with the numbers there.",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j verify golden golden/losses --html report.html")
final class VerifyGoldenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder;

    @Mixin
    private GoldenRun run;

    @Override
    public Integer call() throws IOException {
        return run.of(() -> GoldenSuite.open(folder));
    }
}
