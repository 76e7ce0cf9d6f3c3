package io.github.yolox4j.model.weights;

import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which class of a weights file is which class of a network: those of the same name. Row {@code i} of a class
 * prediction layer, of its weight {@code [classes, in, 1, 1]} as of its bias {@code [classes]}, belongs to class
 * {@code i}.
 *
 * @param ofFile the names of the file's classes, by row
 * @param ofNetwork the names of the network's classes, by row
 */
public record ClassRows(List<String> ofFile, List<String> ofNetwork) {

    public ClassRows {
        ofFile = List.copyOf(ofFile);
        ofNetwork = List.copyOf(ofNetwork);
    }

    /** The names that both have, in the network's order. */
    public List<String> common() {
        return ofNetwork.stream().filter(ofFile::contains).toList();
    }

    /** Whether the file has all classes of the network. */
    boolean isComplete() {
        return ofFile.containsAll(ofNetwork);
    }

    /** The network's own layer with the file's rows of the classes that both have. */
    INDArray merged(INDArray own, INDArray file) {
        INDArray merged = own.dup('c').reshape(ofNetwork.size(), -1);
        INDArray rows = file.reshape(ofFile.size(), -1);
        IntStream.range(0, ofNetwork.size())
                .filter(i -> ofFile.contains(ofNetwork.get(i)))
                .forEach(i -> merged.putRow(i, rows.getRow(ofFile.indexOf(ofNetwork.get(i)))));
        return merged.reshape(own.shape());
    }

    @Override
    public String toString() {
        List<String> common = common();
        return "class layers: " + common.size() + " of " + ofNetwork.size() + " classes taken from the weights by name"
                + (common.isEmpty() ? "" : " (" + String.join(", ", common) + ")")
                + (isComplete() ? "" : "; the others start from random values");
    }
}
