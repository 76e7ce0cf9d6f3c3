package io.github.yolox4j.onednn.network;

import java.util.List;

/**
 * A network from images to rows of numbers, one row per anchor.
 *
 * @param image what its first layer reads
 * @param planes what the channels of {@code image} are made of
 * @param layers in an order in which each comes after what it reads
 * @param rows where the numbers of a row are made
 * @param rowCount rows per image
 * @param rowLength numbers per row
 */
public record Network(
        Feature image, List<ImagePlane> planes, List<Layer> layers, List<RowPart> rows, int rowCount, int rowLength) {

    public Network {
        planes = List.copyOf(planes);
        layers = List.copyOf(layers);
        rows = List.copyOf(rows);
    }
}
