package io.github.yolox4j.detection.dnn;

import io.github.yolox4j.detection.decode.AnchorGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/**
 * An ONNX file that computes nothing: an image's row of prediction for each anchor are its first pixels, channel by
 * channel and row by row. So a test writes predictions as pixels.
 */
record PixelNetwork(AnchorGrid grid, int batch, int row) {

    private int numbers() {
        return grid.size() * row;
    }

    void write(Path file) throws IOException {
        GraphProto graph = GraphProto.newBuilder()
                .setName("pixels")
                .addInput(tensor("images", batch, 3, grid.height(), grid.width()))
                .addOutput(tensor("rows", batch, grid.size(), row))
                .addNode(node("Flatten", "images", "flat"))
                .addNode(node("Slice", "flat", "first")
                        .addAttribute(integers("starts", 0))
                        .addAttribute(integers("ends", numbers()))
                        .addAttribute(integers("axes", 1)))
                .addInitializer(TensorProto.newBuilder()
                        .setName("shape")
                        .setDataType(TensorProto.DataType.INT64.getNumber())
                        .addDims(3)
                        .addInt64Data(batch)
                        .addInt64Data(grid.size())
                        .addInt64Data(row))
                .addNode(node("Reshape", "first", "rows").addInput("shape"))
                .build();
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(4)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(9)) // Slice has its range in attributes
                .setGraph(graph)
                .build();
        Files.write(file, model.toByteArray());
    }

    private static NodeProto.Builder node(String operator, String input, String output) {
        return NodeProto.newBuilder().setOpType(operator).addInput(input).addOutput(output);
    }

    private static AttributeProto integers(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(value)
                .build();
    }

    private static ValueInfoProto tensor(String name, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long size : shape) {
            dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(dimensions)))
                .build();
    }
}
