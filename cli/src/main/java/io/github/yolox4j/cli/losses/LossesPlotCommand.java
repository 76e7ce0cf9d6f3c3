package io.github.yolox4j.cli.losses;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.report.LossPlot;
import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yolox4j losses plot}. */
@Command(
        name = "plot",
        mixinStandardHelpOptions = true,
        description =
                "Plots value and gradient of box losses while one box changes its position, size or aspect ratio.",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j losses plot --output losses.png iou giou ciou")
final class LossesPlotCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "LOSS", description = "Box losses, written as for --box-loss.")
    private List<String> names;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The PNG file to write.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Map<String, BoxLoss> losses = new LinkedHashMap<>();
        names.forEach(name -> losses.put(name, BoxLosses.parse(name)));
        new LossPlot(losses).write(output);
        spec.commandLine().getOut().println(output);
        return ExitCode.DONE;
    }
}
