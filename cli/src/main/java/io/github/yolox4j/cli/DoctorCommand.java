package io.github.yolox4j.cli;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.doctor.CudaLibrary;
import io.github.yolox4j.cli.doctor.Diagnosis;
import io.github.yolox4j.cli.doctor.Gpu;
import io.github.yolox4j.cli.file.JsonFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yolox4j doctor}. */
@Command(
        name = DoctorCommand.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Reports the hardware and libraries of this machine, what its GPUs still need, and how to fix it.")
final class DoctorCommand implements Callable<Integer> {

    static final String NAME = "doctor";

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the report to this JSON file.")
    private Optional<Path> json = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Diagnosis found = Diagnosis.look();
        print(found, spec.commandLine().getOut());
        if (json.isPresent()) {
            JsonFiles.write(json.get(), found);
        }
        return ExitCode.DONE;
    }

    private static void print(Diagnosis found, PrintWriter out) {
        line(
                out,
                "Java",
                "%s (%s), heap up to %d MB",
                found.java().version(),
                found.java().vendor(),
                found.java().heap());
        line(
                out,
                "Machine",
                "%s, %d cores, %d MB",
                found.machine().system(),
                found.machine().cores(),
                found.machine().memory());
        Diagnosis.Nd4j nd4j = found.nd4j();
        if (nd4j.complaint().isEmpty()) {
            line(
                    out,
                    "ND4J",
                    "%s %s oneDNN, %d threads, arrays up to %d MB, process up to %s: %s",
                    nd4j.backend(),
                    nd4j.hasOneDnn() ? "with" : "without",
                    nd4j.threads(),
                    nd4j.offHeap(),
                    nd4j.resident() == 0 ? "any size" : nd4j.resident() + " MB",
                    nd4j.library());
        } else {
            line(out, "ND4J", "does not start: %s", nd4j.complaint());
        }
        Diagnosis.OnnxRuntime runtime = found.onnxRuntime();
        line(out, "ONNX Runtime", "%s with %s", runtime.version(), String.join(", ", runtime.providers()));
        if (found.concernsGpus()) {
            line(out, "", "cuda:0 %s", runtime.cuda().isEmpty() ? "computes" : "does not compute: " + runtime.cuda());
        }
        line(out, "GPUs", "%s", found.gpuFinding());
        for (Gpu gpu : found.gpus()) {
            line(out, "", "%s", gpu);
        }
        if (found.concernsGpus()) {
            libraries(found, out);
        }
        found.advice().forEach(sentence -> line(out, "To do", "%s", sentence));
        line(out, "Verdict", "%s", found.verdict());
    }

    private static void libraries(Diagnosis found, PrintWriter out) {
        for (CudaLibrary library : found.cudaLibraries()) {
            String name = library == found.cudaLibraries().get(0) ? "CUDA libraries" : "";
            line(
                    out,
                    name,
                    "%s %s",
                    library.file(),
                    library.loads() ? "loads" : "does not load: " + library.complaint());
        }
    }

    private static void line(PrintWriter out, String subject, String format, Object... values) {
        out.printf(Locale.ROOT, "%-15s", subject);
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
