package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.console.Interruption;
import io.github.yolox4j.cli.doctor.NativeBackend;
import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.cli.option.Defaults;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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

    @Override
    protected int run(PrintWriter out) throws IOException {
        configFile.ifPresent(file -> out.println("Options from " + file));
        TrainingPlan plan = plan(out);
        NativeBackend.report(out, err());
        options.engine().report(out);
        TrainingRun run = new TrainingRun(plan, spec());
        run.announce(out);
        Interruption.advise("resume with: yolox4j train " + ConfigFile.RESUME + " " + plan.folder());
        run.run(out);
        return ExitCode.DONE;
    }

    private TrainingPlan plan(PrintWriter out) throws IOException {
        if (resumed.isPresent()) {
            return options.plan(out).resumed();
        }
        options.requireNoRun();
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
