package io.github.yolox4j.export.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** How programs other than that of the official files write the same network: remade by rewriting an official file. */
public enum OtherExporter {
    /** Any topological order. */
    SHUFFLED {
        @Override
        byte[] written(OnnxRewrite file) {
            file.order(new Random(5)::nextInt);
            return file.written(11, 7, "1.10");
        }
    },
    /** Of the nodes that can be next always the last: the deepest level's head comes first of all heads. */
    LAST_FIRST {
        @Override
        byte[] written(OnnxRewrite file) {
            file.order(ready -> ready - 1);
            return file.written(11, 7, "1.10");
        }
    },
    /** No name is left, no chain of nodes around the shapes, and the order is that of distance from the input. */
    SIMPLIFIED {
        @Override
        byte[] written(OnnxRewrite file) {
            file.renameConstants(numbers());
            file.renameValues(name -> name);
            file.order(ready -> 0);
            return file.written(13, 8, "");
        }
    },
    /** The batch is chosen at run time. */
    OPEN_BATCH {
        @Override
        byte[] written(OnnxRewrite file) {
            file.openBatch(11);
            return file.written(11, 6, "1.10");
        }
    },
    /** Nothing is folded: batch-norms, sizes computed from sizes, constants among the inputs. */
    OLDER {
        @Override
        byte[] written(OnnxRewrite file) {
            AtomicInteger number = new AtomicInteger(120);
            file.renameConstants(name -> name.contains("_preds.") ? name : "onnx::Conv_" + number.getAndIncrement());
            file.unfoldNorm(new Random(7));
            file.resizeBySizes(file.empty());
            file.openBatch(11);
            file.constantsAsInputs();
            return file.written(11, 3, "1.4");
        }
    },
    /** Names are paths, weights are nodes, and SiLU is written the other way round. */
    NEWER {
        @Override
        byte[] written(OnnxRewrite file) {
            file.resizeBySizes("");
            file.openBatch(17);
            file.turnProducts();
            file.passThroughIdentity();
            file.constantsAsNodes();
            file.renameValues(name -> "/backbone/backbone/" + name);
            return file.written(17, 8, "2.4.1");
        }
    };

    abstract byte[] written(OnnxRewrite file);

    /** Writes a copy of a file in the form of the official ones. */
    public Path rewrite(Path official, Path folder) throws IOException {
        Path copy = folder.resolve(name().toLowerCase(Locale.ROOT) + ".onnx");
        return Files.write(copy, written(new OnnxRewrite(Files.readAllBytes(official))));
    }

    private static UnaryOperator<String> numbers() {
        AtomicInteger number = new AtomicInteger();
        return name -> Integer.toString(number.getAndIncrement());
    }
}
