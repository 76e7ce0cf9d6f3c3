package io.github.yolox4j.cli.losses;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.losses.score.ScoreLosses;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yolox4j losses show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints the formula, the defaults and the publication of a loss.",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j losses show ciou")
final class LossesShowCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Name of a loss, as listed by 'yolox4j losses list'.")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<LossEntry> found = Stream.concat(
                        BoxLosses.REGISTRY.entries().stream(), ScoreLosses.REGISTRY.entries().stream())
                .filter(entry -> entry.name().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("unknown loss '" + name + "'; valid are "
                    + String.join(
                            ", ",
                            Stream.concat(
                                            BoxLosses.REGISTRY.entries().stream(),
                                            ScoreLosses.REGISTRY.entries().stream())
                                    .map(LossEntry::name)
                                    .toList()));
        }
        for (LossEntry entry : found) {
            out.printf(
                    "%s%n  as written  %s%n  formula     %s%n  reference   %s%n",
                    entry.name(), entry.expression(), entry.formula(), entry.reference());
        }
        return ExitCode.DONE;
    }
}
