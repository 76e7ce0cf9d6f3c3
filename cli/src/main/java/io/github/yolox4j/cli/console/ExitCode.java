package io.github.yolox4j.cli.console;

/** What the process tells its caller. */
public final class ExitCode {

    public static final int DONE = 0;
    public static final int CHECK_FAILED = 1;
    public static final int WRONG_INPUT = 2;

    /** A fault of this program; the stack trace is printed. */
    public static final int INTERNAL = 70;

    private ExitCode() {}
}
