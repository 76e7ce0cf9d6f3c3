package io.github.yolox4j.model.graph;

import java.util.List;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;

/** Blocks one after the other, named by their place: 0, 1, 2. */
public record Sequence(List<Block> blocks) implements Block {

    public Sequence {
        blocks = List.copyOf(blocks);
    }

    public static Sequence of(Block... blocks) {
        return new Sequence(List.of(blocks));
    }

    /** These blocks, and the other's after them. */
    public Sequence then(Sequence other) {
        return new Sequence(
                Stream.concat(blocks.stream(), other.blocks.stream()).toList());
    }

    @Override
    public SDVariable build(Scope at, SDVariable x) {
        SDVariable y = x;
        for (int i = 0; i < blocks.size(); i++) {
            y = blocks.get(i).build(at.in(Integer.toString(i)), y);
        }
        return y;
    }
}
