package io.github.yolox4j.train.parallel;

import io.github.yolox4j.train.data.batch.SkippedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The images that any rank passed over, each once. */
public record SkippedExchange(Ranks ranks) {

    /**
     * Those of all ranks.
     *
     * @param own of this rank
     * @throws RankException if a rank failed
     */
    public List<SkippedImage> all(List<SkippedImage> own) throws IOException {
        if (ranks.size() == 1) {
            return own;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(own, new DataOutputStream(bytes));
        Set<SkippedImage> all = new LinkedHashSet<>();
        for (byte[] message : ranks.gather(bytes.toByteArray())) {
            all.addAll(read(new DataInputStream(new ByteArrayInputStream(message))));
        }
        return List.copyOf(all);
    }

    static void write(List<SkippedImage> images, DataOutputStream out) throws IOException {
        out.writeInt(images.size());
        for (SkippedImage image : images) {
            out.writeUTF(image.image().toString());
            out.writeUTF(image.reason());
        }
    }

    static List<SkippedImage> read(DataInputStream in) throws IOException {
        SkippedImage[] images = new SkippedImage[in.readInt()];
        for (int i = 0; i < images.length; i++) {
            images[i] = new SkippedImage(Path.of(in.readUTF()), in.readUTF());
        }
        return List.of(images);
    }
}
