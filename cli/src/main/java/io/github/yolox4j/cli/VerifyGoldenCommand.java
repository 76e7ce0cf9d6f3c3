package io.github.yolox4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code yolox4j verify golden}. */
@Command(name = "golden", mixinStandardHelpOptions = true)
final class VerifyGoldenCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new IllegalStateException("arrives with the conformance runner");
    }
}
