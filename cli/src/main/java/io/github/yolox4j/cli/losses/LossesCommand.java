package io.github.yolox4j.cli.losses;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.report.LossPlot;
import io.github.yolox4j.cli.report.LossTable;
import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.losses.score.ScoreLosses;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yolox4j losses}, with its subcommands. */
@Command(
        name = "losses",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists, describes and plots the losses.",
        subcommands = {LossesCommand.ListAll.class, LossesCommand.Show.class, LossesCommand.Plot.class})
public final class LossesCommand {

    @Command(name = "list", description = "Lists all losses with their defaults and formulas.")
    static final class ListAll extends ConsoleCommand {

        @Option(names = "--markdown", description = "Runs the golden cases and prints the page docs/losses.md.")
        private boolean markdown;

        @Override
        protected int run(PrintWriter out) throws IOException {
            if (markdown) {
                out.print(LossTable.measured().markdown());
                out.flush();
                return ExitCode.DONE;
            }
            out.println("Box losses (--box-loss):");
            print(out, BoxLosses.REGISTRY.entries());
            out.println();
            out.println("Score losses (--obj-loss, --cls-loss):");
            print(out, ScoreLosses.REGISTRY.entries());
            return ExitCode.DONE;
        }

        private static void print(PrintWriter out, List<LossEntry> entries) {
            int width = entries.stream()
                    .mapToInt(entry -> entry.expression().length())
                    .reduce(0, Math::max);
            entries.forEach(entry -> out.printf("  %-" + width + "s  %s%n", entry.expression(), entry.formula()));
        }
    }

    @Command(
            name = "show",
            description = "Prints the formula, the defaults and the publication of a loss.",
            footerHeading = "%nExample:%n",
            footer = "  yolox4j losses show ciou")
    static final class Show extends ConsoleCommand {

        @Parameters(paramLabel = "NAME", description = "Name of a loss, as listed by 'yolox4j losses list'.")
        private String name;

        @Override
        protected int run(PrintWriter out) {
            List<LossEntry> all = Stream.concat(
                            BoxLosses.REGISTRY.entries().stream(), ScoreLosses.REGISTRY.entries().stream())
                    .toList();
            List<LossEntry> found =
                    all.stream().filter(entry -> entry.name().equals(name)).toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("unknown loss '" + name + "'; valid are "
                        + all.stream().map(LossEntry::name).collect(Collectors.joining(", ")));
            }
            found.forEach(entry -> out.printf(
                    "%s%n  as written  %s%n  formula     %s%n  reference   %s%n",
                    entry.name(), entry.expression(), entry.formula(), entry.reference()));
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "plot",
            description =
                    "Plots value and gradient of box losses while one box changes its position, size or aspect ratio.",
            footerHeading = "%nExample:%n",
            footer = "  yolox4j losses plot --output losses.png iou giou ciou")
    static final class Plot extends ConsoleCommand {

        @Parameters(arity = "1..*", paramLabel = "LOSS", description = "Box losses, written as for --box-loss.")
        private List<String> names;

        @Option(names = "--output", required = true, paramLabel = "FILE", description = "The PNG file to write.")
        private Path output;

        @Override
        protected int run(PrintWriter out) throws IOException {
            Map<String, BoxLoss> losses = new LinkedHashMap<>();
            names.forEach(name -> losses.put(name, BoxLosses.parse(name)));
            new LossPlot(losses).write(output);
            out.println(output);
            return ExitCode.DONE;
        }
    }
}
