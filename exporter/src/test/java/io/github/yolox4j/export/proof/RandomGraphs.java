package io.github.yolox4j.export.proof;

import static io.github.yolox4j.export.proof.Draw.array;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/** Small graphs of several kinds, none of them a detector; sizes, depth and settings are drawn at random. */
enum RandomGraphs {

    /** Layers of matrix products, with an activation each; a softmax at the end. */
    PERCEPTRON {
        @Override
        Drawn draw(SameDiff g, Random random) {
            int width = among(random, 3, 12);
            Drawn drawn = new Drawn(g.placeHolder("x", DataType.FLOAT, -1, width), width);
            SDVariable y = drawn.y();
            for (int layer = among(random, 1, 4); layer > 0; layer--) {
                int next = among(random, 3, 12);
                SDVariable w = g.var("w" + layer, array(random, width, next).muli(1 / Math.sqrt(width)));
                y = activated(g, g.mmul(y, w).add(g.var("b" + layer, array(random, next))), random);
                width = next;
            }
            return drawn.giving(random.nextBoolean() ? g.nn.softmax(y, 1) : y);
        }
    },

    /** Two convolutions around which the input is carried, once or more. */
    RESIDUAL {
        @Override
        Drawn draw(SameDiff g, Random random) {
            int c = among(random, 2, 5);
            int h = among(random, 5, 9);
            int w = among(random, 5, 9);
            Drawn drawn = new Drawn(g.placeHolder("x", DataType.FLOAT, -1, c, h, w), c, h, w);
            SDVariable y = drawn.y();
            for (int block = among(random, 1, 3); block > 0; block--) {
                SDVariable inner = Blocks.convBnSwish(g, y, random, block + ".a", c, 2 * c, 3, 1);
                inner = Blocks.depthwiseBnSwish(g, inner, random, block + ".b", 2 * c);
                inner = Blocks.convBnSwish(g, inner, random, block + ".c", 2 * c, c, 1, 1);
                y = activated(g, y.add(inner), random);
            }
            return drawn.giving(g.mean(y, random.nextBoolean(), 2, 3));
        }
    },

    /** Convolutions along one axis, of one kernel size, then a mean over time. */
    SIGNAL {
        @Override
        Drawn draw(SameDiff g, Random random) {
            int c = among(random, 1, 4);
            int time = among(random, 12, 20);
            Drawn drawn = new Drawn(g.placeHolder("x", DataType.FLOAT, -1, c, time), c, time);
            SDVariable y = drawn.y();
            int kernel = 1 + 2 * among(random, 0, 2);
            for (int layer = among(random, 1, 3); layer > 0; layer--) {
                int next = among(random, 2, 5);
                Conv1DConfig config = Conv1DConfig.builder()
                        .k(kernel)
                        .s(1)
                        .p(kernel / 2)
                        .d(1)
                        .dataFormat(Conv1DConfig.NCW)
                        .paddingMode(PaddingMode.VALID)
                        .build();
                y = g.cnn.conv1d(y, g.var("w" + layer, array(random, kernel, c, next)), config);
                y = activated(g, y.mul(0.5), random);
                c = next;
            }
            return drawn.giving(random.nextBoolean() ? g.mean(y, 2) : g.concat(1, y, g.math.tanh(y)));
        }
    },

    /** A chain of arithmetic with operands of every shape that broadcasts. */
    BROADCASTS {
        @Override
        Drawn draw(SameDiff g, Random random) {
            Draw sizes = Draw.forAnyBatch(random);
            Drawn drawn = images(g, sizes);
            SDVariable y = drawn.y();
            for (int step = among(random, 3, 8); step > 0; step--) {
                SDVariable other = random.nextBoolean() ? sizes.parameter(g, sizes.broadcast()) : drawn.y();
                y = switch (random.nextInt(7)) {
                    case 0 -> y.add(other);
                    case 1 -> y.sub(other);
                    case 2 -> y.mul(g.math.tanh(other));
                    case 3 -> other.rsub(y);
                    case 4 -> y.div(g.math.abs(other).add(1));
                    case 5 -> g.where(y, y.mul(0.5), y.gt(other));
                    default -> g.math.squaredDifference(y, other).mul(0.1);
                };
            }
            return drawn.giving(y);
        }
    },

    /** Reductions over one axis after the other, what is left joined with the input again. */
    REDUCTIONS {
        @Override
        Drawn draw(SameDiff g, Random random) {
            Drawn drawn = images(g, Draw.forAnyBatch(random));
            SDVariable y = drawn.y();
            for (int step = among(random, 2, 4); step > 0; step--) {
                int axis = among(random, 1, 3);
                SDVariable reduced =
                        switch (random.nextInt(7)) {
                            case 0 -> g.mean(y, true, axis);
                            case 1 -> g.sum(y, true, axis).mul(0.1);
                            case 2 -> g.max(y, true, axis);
                            case 3 -> g.min(y, true, axis);
                            case 4 -> g.norm2(y, true, axis).mul(0.3);
                            case 5 -> g.norm1(y, true, axis).mul(0.1);
                            default -> g.squaredNorm(y, true, axis).mul(0.1);
                        };
                y = random.nextBoolean() ? y.sub(reduced.mul(0.7)) : y.mul(g.math.tanh(reduced));
            }
            return drawn.giving(random.nextBoolean() ? y : g.mean(y, 1, 2));
        }
    },

    /** Slices, joins, permutations and reshapes. */
    LAYOUTS {
        @Override
        Drawn draw(SameDiff g, Random random) {
            Draw sizes = Draw.forAnyBatch(random);
            Drawn drawn = images(g, sizes);
            SDVariable y = drawn.y();
            for (int step = among(random, 2, 4); step > 0; step--) {
                y = switch (random.nextInt(5)) {
                    case 0 -> g.permute(g.permute(y, 0, 2, 1, 3), 0, 2, 1, 3).add(1);
                    case 1 -> g.concat(3, y, g.reverse(y, 3));
                    case 2 -> g.tile(y, 1, 1, 2, 1);
                    case 3 -> g.split(g.concat(1, y, y.mul(3)), 2, 1)[1];
                    default -> g.squeeze(g.expandDims(y.mul(2), 1), 1);
                };
            }
            return drawn.giving(random.nextBoolean() ? y : g.stack(1, y, y.add(1)));
        }
    };

    /**
     * A graph's input, then its output.
     *
     * @param sizes of the input without its batch
     */
    record Drawn(SDVariable y, List<Long> sizes) {

        Drawn(SDVariable x, long... sizes) {
            this(x, Arrays.stream(sizes).boxed().toList());
        }

        Drawn giving(SDVariable output) {
            return new Drawn(output, sizes);
        }

        long[] shape(int batch) {
            return LongStream.concat(LongStream.of(batch), sizes.stream().mapToLong(Long::longValue))
                    .toArray();
        }
    }

    /** Adds a placeholder {@code x} and what hangs on it. */
    abstract Drawn draw(SameDiff g, Random random);

    private static Drawn images(SameDiff g, Draw d) {
        return new Drawn(g.placeHolder("x", DataType.FLOAT, -1, d.c(), d.h(), d.w()), d.c(), d.h(), d.w());
    }

    private static SDVariable activated(SameDiff g, SDVariable x, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> g.nn.sigmoid(x);
            case 1 -> g.math.tanh(x);
            case 2 -> g.nn.relu(x, 0);
            case 3 -> g.nn.swish(x);
            case 4 -> g.nn.leakyRelu(x, 0.1);
            case 5 -> g.nn.softplus(x);
            case 6 -> g.nn.elu(x);
            default -> g.nn.gelu(x);
        };
    }

    private static int among(Random random, int low, int high) {
        return low + random.nextInt(high - low + 1);
    }
}
