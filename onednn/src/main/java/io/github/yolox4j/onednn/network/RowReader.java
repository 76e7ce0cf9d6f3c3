package io.github.yolox4j.onednn.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** Follows the rows at the end of a network back through joints, reshapes and transpositions to the maps they hold. */
final class RowReader {

    private static final int LAST_AXIS = 2;
    private static final long[] LAST_TWO_TURNED = {0, 2, 1};

    private final NetworkReader network;
    private final List<RowPart> parts = new ArrayList<>();
    private int rowCount;
    private int rowLength;

    RowReader(NetworkReader network) {
        this.network = network;
    }

    List<RowPart> parts() {
        return parts;
    }

    int rowCount() {
        return rowCount;
    }

    int rowLength() {
        return rowLength;
    }

    /** Rows are a transposition of maps that lie one after the other, each {@code [batch, numbers, cells]}. */
    void read(String rows) {
        List<String> turned = inputs(rows, "permute");
        if (!Arrays.equals(NetworkReader.arguments(network.maker(rows).orElseThrow()), LAST_TWO_TURNED)) {
            throw NetworkReader.unknown(rows, "turns other axes than the last two");
        }
        List<String> maps = inputs(turned.get(0), "concat", LAST_AXIS);
        List<List<Feature>> levels = new ArrayList<>();
        for (String map : maps) {
            levels.add(network.features(inputs(map, "reshape").get(0)));
        }
        for (List<Feature> level : levels) {
            rowCount += cells(level.get(0));
        }
        rowLength = levels.get(0).stream().mapToInt(Feature::channels).sum();
        int firstRow = 0;
        for (List<Feature> level : levels) {
            int column = 0;
            for (Feature feature : level) {
                parts.add(new RowPart(
                        feature,
                        (long) firstRow * rowLength + column,
                        1,
                        (long) feature.width() * rowLength,
                        rowLength));
                column += feature.channels();
            }
            if (column != rowLength) {
                throw NetworkReader.unknown(rows, "joins rows of " + rowLength + " and of " + column + " numbers");
            }
            firstRow += cells(level.get(0));
        }
    }

    private static int cells(Feature feature) {
        return feature.height() * feature.width();
    }

    private List<String> inputs(String variable, String operator, int axis) {
        List<String> inputs = inputs(variable, operator);
        long joined = NetworkReader.arguments(network.maker(variable).orElseThrow())[0];
        if (joined != axis) {
            throw NetworkReader.unknown(variable, "joins along axis " + joined);
        }
        return inputs;
    }

    private List<String> inputs(String variable, String operator) {
        SameDiffOp maker = network.maker(variable)
                .filter(op -> op.getOp().opName().equals(operator))
                .orElseThrow(() -> NetworkReader.unknown(variable, "is not made by " + operator));
        return maker.getInputsToOp();
    }
}
