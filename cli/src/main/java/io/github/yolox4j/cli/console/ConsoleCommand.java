package io.github.yolox4j.cli.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does something: it has the standard help options, and prints. */
@Command(mixinStandardHelpOptions = true)
public abstract class ConsoleCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() throws IOException {
        return run(spec.commandLine().getOut());
    }

    /**
     * Does it.
     *
     * @param out for results
     * @return one of {@link ExitCode}
     */
    protected abstract int run(PrintWriter out) throws IOException;

    /** For warnings. */
    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** How the command was called. */
    protected final CommandSpec spec() {
        return spec;
    }
}
