package io.github.yolox4j.cli.doctor;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.file.JsonFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code yolox4j doctor}. */
@Command(
        name = DoctorCommand.NAME,
        sortOptions = false,
        description =
                "Reports the hardware and libraries of this machine, what its GPUs still need, and how to fix it.")
public final class DoctorCommand extends ConsoleCommand {

    public static final String NAME = "doctor";

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the report to this JSON file.")
    private Optional<Path> json = Optional.empty();

    @Override
    protected int run(PrintWriter out) throws IOException {
        Diagnosis found = Diagnosis.look();
        print(found, out);
        if (json.isPresent()) {
            JsonFiles.write(json.get(), found);
        }
        return ExitCode.DONE;
    }

    private static void print(Diagnosis found, PrintWriter out) {
        Diagnosis.Java java = found.java();
        line(out, "Java", "%s (%s), heap up to %d MB", java.version(), java.vendor(), java.heap());
        Diagnosis.Machine machine = found.machine();
        line(out, "Machine", "%s, %d cores, %d MB", machine.system(), machine.cores(), machine.memory());
        print(found.nd4j(), out);
        Diagnosis.OnnxRuntime runtime = found.onnxRuntime();
        line(out, "ONNX Runtime", "%s with %s", runtime.version(), String.join(", ", runtime.providers()));
        Diagnosis.OneDnn oneDnn = found.oneDnn();
        line(out, "oneDNN", "%s", oneDnn.obstacle().isEmpty() ? oneDnn.version() : oneDnn.obstacle());
        String steps = found.stepCache();
        line(
                out,
                "Training steps",
                "%s",
                steps.isEmpty() ? "not kept" : "those of ONNX Runtime are kept for later runs in " + steps);
        if (found.concernsGpus()) {
            line(out, "", "cuda:0 %s", runtime.cuda().isEmpty() ? "computes" : "does not compute: " + runtime.cuda());
        }
        line(out, "GPUs", "%s", found.graphics().finding());
        for (Gpu gpu : found.graphics().gpus()) {
            line(out, "", "%s", gpu);
        }
        if (found.concernsGpus()) {
            print(found.graphics().cudaLibraries(), out);
        }
        found.advice().forEach(sentence -> line(out, "To do", "%s", sentence));
        line(out, "Verdict", "%s", found.verdict());
    }

    private static void print(Diagnosis.Nd4j nd4j, PrintWriter out) {
        if (!nd4j.complaint().isEmpty()) {
            line(out, "ND4J", "does not start: %s", nd4j.complaint());
            return;
        }
        Diagnosis.Limits limits = nd4j.limits();
        line(
                out,
                "ND4J",
                "%s %s oneDNN, %d threads, arrays up to %d MB, process up to %s: %s",
                nd4j.backend(),
                nd4j.hasOneDnn() ? "with" : "without",
                nd4j.threads(),
                limits.offHeap(),
                limits.resident() == 0 ? "any size" : limits.resident() + " MB",
                nd4j.library());
    }

    private static void print(List<CudaLibrary> libraries, PrintWriter out) {
        String name = "CUDA libraries";
        for (CudaLibrary library : libraries) {
            line(
                    out,
                    name,
                    "%s %s",
                    library.file(),
                    library.loads() ? "loads" : "does not load: " + library.complaint());
            name = "";
        }
    }

    private static void line(PrintWriter out, String subject, String format, Object... values) {
        out.printf(Locale.ROOT, "%-15s", subject);
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
