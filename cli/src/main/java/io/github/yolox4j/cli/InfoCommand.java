package io.github.yolox4j.cli;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.LayerTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code yolox4j info}. */
@Command(
        name = "info",
        sortOptions = false,
        description = "Prints the parameters and operations of one network size, or of all.",
        footerHeading = "%nExamples:%n",
        footer = {"  yolox4j info", "  yolox4j info --size s --class-count 3 --input 480x640 --layers"})
final class InfoCommand extends ConsoleCommand {

    private static final double GIGA = 1e9;

    @Option(names = "--size", paramLabel = "SIZE", description = "nano, tiny, s, m, l, x or yolov3 (default: all).")
    private Optional<String> size = Optional.empty();

    @Option(
            names = "--class-count",
            defaultValue = "${bundle:network.classes}",
            paramLabel = "N",
            description = "Number of object classes (default: ${DEFAULT-VALUE}).")
    private int classes;

    @Option(
            names = "--input",
            paramLabel = "SIDE|HxW",
            description = "Input size in pixels, multiples of 32 (default: ${bundle:network.side} for nano and tiny, "
                    + "${bundle:network.side.larger} for the others).")
    private Optional<AnchorGrid> input = Optional.empty();

    @Option(names = "--layers", description = "Also lists the layers.")
    private boolean layers;

    @Override
    protected int run(PrintWriter out) {
        List<YoloxConfig.Size> sizes =
                size.map(name -> List.of(YoloxConfig.Size.parse(name))).orElse(List.of(YoloxConfig.Size.values()));
        print(out, "%-8s %-9s %14s %9s%n", "Size", "Input", "Parameters", "GFLOPs");
        for (YoloxConfig.Size one : sizes) {
            AnchorGrid grid = input.orElse(new AnchorGrid(one.side(), one.side()));
            LayerTable table = LayerTable.of(YoloxConfig.of(one).withClasses(classes), grid);
            print(
                    out,
                    "%-8s %-9s %,14d %9.2f%n",
                    one.lowerName(),
                    grid.height() + "x" + grid.width(),
                    table.parameters(),
                    table.flops() / GIGA);
            if (layers) {
                printLayers(out, table);
            }
        }
        out.printf(
                "%nWith %d classes. GFLOPs are per image; a multiply-add counts as two, as in the README "
                        + "of YOLOX.%n",
                classes);
        return ExitCode.DONE;
    }

    private static void printLayers(PrintWriter out, LayerTable table) {
        int name = width(table, 5, layer -> layer.name().length());
        int kind = width(table, 4, layer -> layer.kind().length());
        String row = "  %-" + name + "s  %-" + kind + "s  %16s  %11s  %9s%n";
        print(out, "%n" + row, "Layer", "Kind", "Output (c h w)", "Parameters", "GFLOPs");
        for (LayerTable.Layer layer : table.layers()) {
            print(
                    out,
                    row,
                    layer.name(),
                    layer.kind(),
                    layer.output(),
                    String.format(Locale.ROOT, "%,d", layer.parameters()),
                    String.format(Locale.ROOT, "%.4f", layer.flops() / GIGA));
        }
        out.println();
    }

    private static int width(LayerTable table, int least, ToIntFunction<LayerTable.Layer> length) {
        return table.layers().stream().mapToInt(length).reduce(least, Math::max);
    }

    private static void print(PrintWriter out, String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }
}
