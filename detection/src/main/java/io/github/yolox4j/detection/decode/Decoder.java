package io.github.yolox4j.detection.decode;

/**
 * Turns raw box predictions into boxes in input pixels.
 *
 * <p>For the raw prediction \((t_x, t_y, t_w, t_h)\) of the anchor in column \(g_x\), row \(g_y\) of the map of stride
 * \(s\):
 * \[ c_x = (t_x + g_x)\,s,\quad c_y = (t_y + g_y)\,s,\quad w = e^{t_w} s,\quad h = e^{t_h} s \]
 *
 * @see <a href="https://arxiv.org/abs/2107.08430">Ge et al., YOLOX: Exceeding YOLO Series in 2021</a>
 */
public record Decoder(AnchorTable anchors) {

    /**
     * Decodes the boxes of all anchors.
     *
     * @param raw {@code [anchors, 4]}, row by row
     * @return {@code [anchors, 4]}: centre x, centre y, width, height in pixels
     */
    public double[] boxes(double[] raw) {
        if (raw.length != 4 * anchors.size()) {
            throw new IllegalArgumentException("need 4 numbers for each of the " + anchors.size() + " anchors of "
                    + anchors.grid() + ", got " + raw.length);
        }
        double[] boxes = new double[raw.length];
        for (int i = 0, at = 0; i < anchors.size(); i++, at += 4) {
            boxes[at] = centerX(i, raw[at]);
            boxes[at + 1] = centerY(i, raw[at + 1]);
            boxes[at + 2] = side(i, raw[at + 2]);
            boxes[at + 3] = side(i, raw[at + 3]);
        }
        return boxes;
    }

    double centerX(int anchor, double raw) {
        return (raw + anchors.gridX(anchor)) * anchors.stride(anchor);
    }

    double centerY(int anchor, double raw) {
        return (raw + anchors.gridY(anchor)) * anchors.stride(anchor);
    }

    double side(int anchor, double raw) {
        return Math.exp(raw) * anchors.stride(anchor);
    }
}
