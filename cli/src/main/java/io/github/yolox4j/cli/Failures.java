package io.github.yolox4j.cli;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.train.engine.DivergedException;
import io.github.yolox4j.verify.export.RefusedExportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one line on the error stream and an exit code. */
final class Failures {

    private Failures() {}

    /** Wrong usage: one line that also says where help is. */
    static int usage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr()
                .println("yolox4j: " + oneLine(rootMessage(e)) + suggestion(e) + " (see '"
                        + command.getCommandSpec().qualifiedName() + " --help')");
        return ExitCode.WRONG_INPUT;
    }

    private static String suggestion(ParameterException e) {
        List<String> meant = e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return meant.isEmpty() ? "" : "; did you mean " + String.join(" or ", meant) + "?";
    }

    /** Wrong input gets one line; anything else is a fault of this program and shows its stack trace. */
    static int execution(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof IllegalArgumentException || e instanceof IOException || e instanceof UncheckedIOException) {
            command.getErr().println("yolox4j: " + oneLine(message(e)));
            return ExitCode.WRONG_INPUT;
        }
        if (e instanceof DivergedException || e instanceof RefusedExportException) {
            command.getErr().println("yolox4j: " + oneLine(message(e)));
            return ExitCode.CHECK_FAILED;
        }
        e.printStackTrace(command.getErr());
        return ExitCode.INTERNAL;
    }

    private static String rootMessage(ParameterException e) {
        return e.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null
                ? cause.getMessage()
                : e.getMessage();
    }

    /** The file system's exceptions name the file only; say what is the matter with it. */
    private static String message(Exception e) {
        if (e instanceof NoSuchFileException missing) {
            return "no such file or folder: " + missing.getFile();
        }
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (e instanceof FileAlreadyExistsException existing) {
            return existing.getFile() + " exists and is not a folder";
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
