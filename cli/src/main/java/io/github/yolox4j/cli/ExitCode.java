package io.github.yolox4j.cli;

/** What the process tells its caller. */
final class ExitCode {

    static final int DONE = 0;
    static final int CHECK_FAILED = 1;
    static final int WRONG_INPUT = 2;

    /** A fault of this program; the stack trace is printed. */
    static final int INTERNAL = 70;

    private ExitCode() {}
}
