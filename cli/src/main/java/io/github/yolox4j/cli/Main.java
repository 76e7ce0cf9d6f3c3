package io.github.yolox4j.cli;

import io.github.yolox4j.cli.bench.BenchCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.console.Interruption;
import io.github.yolox4j.cli.console.Version;
import io.github.yolox4j.cli.dataset.DatasetCommand;
import io.github.yolox4j.cli.demo.DemoCommand;
import io.github.yolox4j.cli.detect.EvalCommand;
import io.github.yolox4j.cli.detect.PredictCommand;
import io.github.yolox4j.cli.doctor.DoctorCommand;
import io.github.yolox4j.cli.doctor.NativeBackend;
import io.github.yolox4j.cli.export.ExportCommand;
import io.github.yolox4j.cli.export.ExportStepCommand;
import io.github.yolox4j.cli.losses.LossesCommand;
import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.cli.option.Defaults;
import io.github.yolox4j.cli.ranks.RanksSource;
import io.github.yolox4j.cli.train.PlotCommand;
import io.github.yolox4j.cli.train.ReportCommand;
import io.github.yolox4j.cli.train.TrainCommand;
import io.github.yolox4j.cli.verify.VerifyCommand;
import io.github.yolox4j.cli.weights.WeightsCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Entry point of the {@code yolox4j} command. */
@Command(
        name = "yolox4j",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Trains and evaluates YOLOX object detectors, exports them to ONNX and verifies the "
                + "exported files.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            DatasetCommand.class,
            TrainCommand.class,
            EvalCommand.class,
            PredictCommand.class,
            ExportCommand.class,
            ExportStepCommand.class,
            VerifyCommand.class,
            WeightsCommand.class,
            LossesCommand.class,
            BenchCommand.class,
            PlotCommand.class,
            ReportCommand.class,
            InfoCommand.class,
            DoctorCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  done", "  1  a check failed", "  2  wrong usage or input", "", "Start with: yolox4j demo"})
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        Interruption.endsAtOnce(err);
        int code = run(new PrintWriter(System.out, true, Charset.defaultCharset()), err, arguments);
        System.exit(code);
    }

    /** Runs the last command named; without the libraries it needs, all but help and the doctor are refused. */
    private static int execute(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        CommandLine command =
                parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
        Optional<String> obstacle = NativeBackend.obstacle();
        if (obstacle.isPresent() && !command.getCommandName().equals(DoctorCommand.NAME)) {
            command.getErr().println("yolox4j: " + obstacle.get());
            return ExitCode.WRONG_INPUT;
        }
        return new RunLast().execute(parsed);
    }

    static CommandLine commandLine() {
        return Defaults.commandLine(new Main());
    }

    /**
     * Runs a command inside a program that knows the processes to train with.
     *
     * @param ranks what {@code train} joins, instead of those that its options name
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, RanksSource ranks, String... arguments) {
        CommandLine main = commandLine();
        CommandLine train = main.getSubcommands().get(TrainCommand.NAME);
        train.<TrainCommand>getCommand().joinBy(ranks);
        return run(main, out, err, arguments);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return run(commandLine(), out, err, arguments);
    }

    private static int run(CommandLine program, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine main = program.setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::execution)
                .setExecutionStrategy(Main::execute);
        CommandLine train = main.getSubcommands().get(TrainCommand.NAME);
        try {
            Optional<ConfigFile> options = options(train, arguments);
            options.ifPresent(train::setDefaultValueProvider);
        } catch (IOException e) {
            return Failures.execution(e, train, null);
        }
        return main.execute(arguments);
    }

    /** Options of a run that the command line names a file of: a configuration, or a run to resume. */
    private static Optional<ConfigFile> options(CommandLine train, String... arguments) throws IOException {
        Optional<Path> run = ConfigFile.named(ConfigFile.RESUME, arguments);
        if (run.isPresent()) {
            Path file = run.get().resolve(ConfigFile.OF_RUN);
            if (!Files.exists(file)) {
                throw new IOException(run.get() + " does not contain a run to resume: there is no " + ConfigFile.OF_RUN
                        + "; if the run ended before its first step, start it again");
            }
            return Optional.of(ConfigFile.read(file, train.getCommandSpec())
                    .with("output", run.get().toString()));
        }
        Optional<Path> config = ConfigFile.named(ConfigFile.OPTION, arguments);
        return config.isPresent()
                ? Optional.of(ConfigFile.read(config.get(), train.getCommandSpec()))
                : Optional.empty();
    }
}
