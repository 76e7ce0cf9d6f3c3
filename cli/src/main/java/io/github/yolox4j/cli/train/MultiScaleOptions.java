package io.github.yolox4j.cli.train;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.train.data.batch.SizeRange;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether and how far training varies the size of the input. */
final class MultiScaleOptions {

    @Option(
            names = "--multiscale-range",
            paramLabel = "N",
            description = "Multi-scale training: every ten steps the input height changes by up to N blocks of 32 "
                    + "pixels from --input; the aspect ratio stays (default: 0, "
                    + "off; reference: ${bundle:sizes.range}).")
    private Optional<Integer> range = Optional.empty();

    @Option(
            names = "--random-size",
            split = ",",
            paramLabel = "MIN,MAX",
            description = "The same, given as smallest and largest number of 32-pixel blocks (reference, nano and "
                    + "tiny: 10,20).")
    private List<Integer> blocks = List.of();

    SizeRange range(AnchorGrid input) {
        if (blocks.isEmpty()) {
            return SizeRange.around(input, range.orElse(0));
        }
        if (range.isPresent()) {
            throw new IllegalArgumentException("--multiscale-range and --random-size are alternatives; give only one");
        }
        if (blocks.size() != 2) {
            throw new IllegalArgumentException("--random-size needs MIN,MAX, got " + blocks);
        }
        return new SizeRange(blocks.get(0), blocks.get(1));
    }
}
