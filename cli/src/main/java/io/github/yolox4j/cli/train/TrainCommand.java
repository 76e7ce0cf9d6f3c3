package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.console.Interruption;
import io.github.yolox4j.cli.doctor.NativeBackend;
import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.cli.option.Defaults;
import io.github.yolox4j.cli.ranks.LocalRanks;
import io.github.yolox4j.cli.ranks.RanksOptions;
import io.github.yolox4j.cli.ranks.RanksSource;
import io.github.yolox4j.train.parallel.Ranks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code yolox4j train}. */
@Command(
        name = TrainCommand.NAME,
        sortOptions = false,
        description = "Trains a detector on your images.",
        footerHeading = "%nExample:%n",
        footer = {
            "  yolox4j train --data data/cells --format voc --size nano --input 256 --epochs 40 --output runs/cells",
            "  yolox4j train --resume runs/cells"
        })
public final class TrainCommand extends ConsoleCommand {

    public static final String NAME = "train";

    @Option(
            names = ConfigFile.OPTION,
            paramLabel = "FILE",
            description = "YAML file of options, such as 'box-loss: ciou'. The command line overrides it.")
    private Optional<Path> configFile = Optional.empty();

    @Option(
            names = ConfigFile.RESUME,
            paramLabel = "DIR",
            description = "Resumes the run in DIR from its last checkpoint, with the options in " + ConfigFile.OF_RUN
                    + " there.")
    private Optional<Path> resumed = Optional.empty();

    @Mixin
    private TrainOptions options;

    @Mixin
    private RanksOptions ranks;

    @Override
    protected int run(PrintWriter out) throws IOException {
        Optional<Integer> local = ranks.local();
        if (local.isPresent()) {
            List<String> arguments =
                    spec().root().commandLine().getParseResult().originalArgs();
            return new LocalRanks(arguments, local.get()).run(out, err());
        }
        LocalRanks.endWithParent();
        ranks.check();
        PrintWriter told = ranks.isFirst() ? out : new PrintWriter(Writer.nullWriter());
        configFile.ifPresent(file -> told.println("Options from " + file));
        TrainingPlan plan = plan(told);
        NativeBackend.report(told, err());
        options.engine().report(told);
        plan.check(ranks.size());
        try (Ranks joined = ranks.join(plan.digest())) {
            train(plan, joined, told);
        }
        return ExitCode.DONE;
    }

    /** Whatever ends this rank early, the others hear why. */
    private void train(TrainingPlan plan, Ranks joined, PrintWriter out) throws IOException {
        try {
            TrainingRun run = new TrainingRun(plan, spec(), joined);
            run.announce(out);
            Interruption.advise("resume with: yolox4j train " + ConfigFile.RESUME + " " + plan.folder());
            run.run(out);
        } catch (IOException | RuntimeException e) {
            joined.abandon(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** From now on the command trains with ranks that another program knows. */
    public void joinBy(RanksSource source) {
        ranks.joinBy(source);
    }

    private TrainingPlan plan(PrintWriter out) throws IOException {
        if (resumed.isPresent()) {
            return options.plan(out).resumed();
        }
        if (ranks.isFirst()) {
            options.requireNoRun();
        }
        return options.plan(out);
    }

    static TrainOptions optionsOf(ConfigFile file) throws IOException {
        TrainCommand command = new TrainCommand();
        CommandLine line = Defaults.commandLine(command);
        line.setDefaultValueProvider(file);
        try {
            line.parseArgs();
        } catch (ParameterException e) {
            throw new IOException(file.file() + ": " + e.getMessage(), e);
        }
        return command.options;
    }

    static CommandSpec commandSpec() {
        return Defaults.commandLine(new TrainCommand()).getCommandSpec();
    }
}
