package io.github.yolox4j.cli.losses;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.report.LossTable;
import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.losses.score.ScoreLosses;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yolox4j losses list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists all losses with their defaults and formulas.")
final class LossesListCommand implements Callable<Integer> {

    @Option(names = "--markdown", description = "Runs the golden cases and prints the page docs/losses.md.")
    private boolean markdown;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
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
                .max()
                .orElse(0);
        entries.forEach(entry -> out.printf("  %-" + width + "s  %s%n", entry.expression(), entry.formula()));
    }
}
