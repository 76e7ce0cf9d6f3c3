package io.github.yolox4j.train.data.format;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Fixtures;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A layout and way of writing of one of the formats: a small writer for tests, of the split {@code train}. */
enum Dialect {
    VOC_USUAL(DatasetFormat.VOC) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            voc(dataset, folder.resolve("Annotations"), folder.resolve("JPEGImages"), SIZE, Dialect::bndbox);
            Fixtures.text(folder.resolve("ImageSets/Main/train.txt"), names(dataset, id -> id));
        }
    },
    VOC_LISTED_WITH_FLAGS(DatasetFormat.VOC) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            voc(dataset, folder.resolve("Annotations"), folder.resolve("JPEGImages"), SIZE, Dialect::bndbox);
            Fixtures.text(folder.resolve("ImageSets/Main/train.txt"), names(dataset, id -> id + "  -1"));
        }
    },
    VOC_LISTED_BY_PATHS(DatasetFormat.VOC) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            voc(dataset, folder.resolve("annotations"), folder.resolve("images"), SIZE, Dialect::bndbox);
            Fixtures.text(
                    folder.resolve("ImageSets/Main/train.txt"), names(dataset, id -> "data\\images\\" + id + ".png"));
        }
    },
    VOC_SIDE_BY_SIDE(DatasetFormat.VOC) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            voc(dataset, folder, folder, SIZE, Dialect::bndbox);
        }
    },
    VOC_FOLDER_OF_SPLIT(DatasetFormat.VOC) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            voc(dataset, folder.resolve("train"), folder.resolve("train"), SIZE, Dialect::bndbox);
        }
    },
    VOC_SPLIT_BELOW_KINDS(DatasetFormat.VOC) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            voc(dataset, folder.resolve("annotations/train"), folder.resolve("images/train"), SIZE, Dialect::bndbox);
        }
    },
    VOC_WITHOUT_SIZE(DatasetFormat.VOC) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            voc(dataset, folder.resolve("Annotations"), folder.resolve("JPEGImages"), "", Dialect::bndbox);
        }
    },
    VOC_EXCHANGED_CORNERS(DatasetFormat.VOC) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            voc(dataset, folder, folder, SIZE, box -> bndbox(new Box(box.x2(), box.y1(), box.x1(), box.y2())));
        }
    },
    VOC_POLYGONS(DatasetFormat.VOC) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            voc(
                    dataset,
                    folder,
                    folder,
                    SIZE,
                    box -> "<polygon><x1>" + box.x1() + "</x1><y1>" + box.y2() + "</y1><x2>" + box.x2() + "</x2><y2>"
                            + box.y1() + "</y2></polygon>");
        }
    },
    VOC_TURNED_BOXES(DatasetFormat.VOC) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            voc(
                    dataset,
                    folder,
                    folder,
                    SIZE,
                    box -> "<robndbox><cx>" + box.centerX() + "</cx><cy>" + box.centerY() + "</cy><w>" + box.height()
                            + "</w><h>" + box.width() + "</h><angle>" + Math.PI / 2 + "</angle></robndbox>");
        }
    },
    COCO_USUAL(DatasetFormat.COCO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            coco(
                    dataset,
                    folder.resolve("annotations/instances_train.json"),
                    folder.resolve("images/train"),
                    "%s",
                    SIDES,
                    Dialect::bbox);
        }
    },
    COCO_CVAT(DatasetFormat.COCO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            coco(
                    dataset,
                    folder.resolve("annotations/instances_default.json"),
                    folder.resolve("images/default"),
                    "%s",
                    SIDES,
                    Dialect::bbox);
        }
    },
    COCO_RESULT(DatasetFormat.COCO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            coco(
                    dataset,
                    folder.resolve("result.json"),
                    folder.resolve("images"),
                    "images\\\\1/%s",
                    SIDES,
                    Dialect::bbox);
        }
    },
    COCO_ROBOFLOW(DatasetFormat.COCO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            coco(
                    dataset,
                    folder.resolve("train/_annotations.coco.json"),
                    folder.resolve("train"),
                    "%s",
                    SIDES,
                    Dialect::bbox);
        }
    },
    COCO_OTHER_NAME(DatasetFormat.COCO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            coco(
                    dataset,
                    folder.resolve("labels/pets_Train2024.json"),
                    folder.resolve("photos"),
                    "C:\\\\x\\\\photos\\\\%s",
                    SIDES,
                    Dialect::bbox);
        }
    },
    COCO_WITHOUT_SIZES(DatasetFormat.COCO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            coco(dataset, folder.resolve("annotations.json"), folder.resolve("images"), "%s", "", Dialect::bbox);
        }
    },
    COCO_POLYGONS(DatasetFormat.COCO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            coco(
                    dataset,
                    folder.resolve("annotations.json"),
                    folder.resolve("images"),
                    "%s",
                    SIDES,
                    box -> "\"segmentation\": [[" + box.x1() + ", " + box.y1() + ", " + box.x2() + ", " + box.y1()
                            + ", " + box.x2() + ", " + box.y2() + "]], \"area\": NaN, \"iscrowd\": false");
        }
    },
    COCO_MASKS(DatasetFormat.COCO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            coco(dataset, folder.resolve("annotations.json"), folder.resolve("images"), "%s", SIDES, Dialect::mask);
        }
    },
    YOLO_USUAL(DatasetFormat.YOLO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            yolo(dataset, folder.resolve("labels/train"), folder.resolve("images/train"), Dialect::row);
            Fixtures.text(folder.resolve("data.yaml"), "train: images/train\nnames: " + dataset.classes() + "\n");
        }
    },
    YOLO_OTHER_NAME_AND_LIST(DatasetFormat.YOLO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            yolo(dataset, folder.resolve("labels/train"), folder.resolve("images/train"), Dialect::row);
            Fixtures.text(
                    folder.resolve("pets.yml"),
                    "path: ../elsewhere/pets\ntrain: train.txt\nnames: " + dataset.classes() + "\n");
            Fixtures.text(folder.resolve("train.txt"), names(dataset, id -> ".\\images\\train\\" + id + ".png"));
        }
    },
    YOLO_ROBOFLOW(DatasetFormat.YOLO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            yolo(dataset, folder.resolve("train/labels"), folder.resolve("train/images"), Dialect::row);
            Fixtures.text(
                    folder.resolve("data.yaml"),
                    "train: ../train/images\ntest: ../test/images\nnames: " + dataset.classes() + "\n");
        }
    },
    YOLO_LABELIMG(DatasetFormat.YOLO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            yolo(dataset, folder, folder, Dialect::row);
            Fixtures.text(folder.resolve("classes.txt"), String.join("\n", dataset.classes()));
        }
    },
    YOLO_LABEL_STUDIO(DatasetFormat.YOLO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            yolo(dataset, folder.resolve("labels"), folder.resolve("images"), Dialect::row);
            Fixtures.text(folder.resolve("classes.txt"), String.join("\n", dataset.classes()));
            Fixtures.text(folder.resolve("notes.json"), "{\"categories\": [], \"info\": {}}");
        }
    },
    YOLO_DARKNET(DatasetFormat.YOLO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            yolo(dataset, folder.resolve("obj_train_data"), folder.resolve("obj_train_data"), Dialect::row);
            Fixtures.text(folder.resolve("obj.names"), String.join("\n", dataset.classes()));
            Fixtures.text(folder.resolve("obj.data"), "train = data/train.txt\nnames = data/obj.names\n");
            Fixtures.text(folder.resolve("train.txt"), names(dataset, id -> "data/obj_train_data/" + id + ".png"));
        }
    },
    YOLO_POLYGONS(DatasetFormat.YOLO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            yolo(
                    dataset,
                    folder.resolve("labels"),
                    folder.resolve("images"),
                    (id, box) -> id + ".0 " + box.x1() + " " + box.y1() + " " + box.x2() + " " + box.y1() + " "
                            + box.x2() + " " + box.y2());
            Fixtures.text(folder.resolve("classes.txt"), String.join("\n", dataset.classes()));
        }
    },
    YOLO_CONFIDENCES(DatasetFormat.YOLO) {
        @Override
        void write(Dataset dataset, Path folder) throws IOException {
            yolo(dataset, folder.resolve("labels"), folder.resolve("images"), (id, box) -> row(id, box) + " 0.75");
            Fixtures.text(folder.resolve("classes.txt"), String.join("\n", dataset.classes()));
        }
    };

    private static final String SIZE = "<size><width>%d.0</width><height>%d</height><depth>3</depth></size>\n";
    private static final String SIDES = ", \"width\": %d, \"height\": %d";

    private final DatasetFormat format;

    Dialect(DatasetFormat format) {
        this.format = format;
    }

    DatasetFormat format() {
        return format;
    }

    /** Writes annotations and copies of the images, which are PNG files. */
    abstract void write(Dataset dataset, Path folder) throws IOException;

    /** A row of a class number and a box in fractions. */
    private interface Row {
        String of(int classId, Box share);
    }

    private static String names(Dataset dataset, Function<String, String> line) {
        return dataset.samples().stream().map(sample -> line.apply(sample.id())).collect(Collectors.joining("\n"));
    }

    private static void copy(Sample sample, Path images) throws IOException {
        Files.createDirectories(images);
        Files.copy(sample.image(), images.resolve(sample.id() + ".png"));
    }

    private static void voc(Dataset dataset, Path annotations, Path images, String size, Function<Box, String> shape)
            throws IOException {
        for (Sample sample : dataset.samples()) {
            copy(sample, images);
            String objects = sample.boxes().stream()
                    .map(box -> "<object>\n<name>" + dataset.classes().get(box.classId()) + "</name>\n"
                            + shape.apply(box.box()) + "\n</object>\n")
                    .collect(Collectors.joining());
            Fixtures.text(
                    annotations.resolve(sample.id() + ".xml"),
                    "<annotation>\n<filename>x.png</filename>\n"
                            + String.format(Locale.ROOT, size, sample.width(), sample.height()) + objects
                            + "</annotation>\n");
        }
    }

    private static String bndbox(Box box) {
        return "<bndbox><xmin>" + box.x1() + "</xmin><ymin>" + box.y1() + "</ymin><xmax>" + box.x2() + "</xmax><ymax>"
                + box.y2() + "</ymax></bndbox>";
    }

    private static String bbox(Box box) {
        return "\"bbox\": [" + box.x1() + ", " + box.y1() + ", " + box.width() + ", " + box.height()
                + "], \"segmentation\": []";
    }

    private static void coco(
            Dataset dataset, Path file, Path images, String name, String sides, Function<Box, String> mark)
            throws IOException {
        for (Sample sample : dataset.samples()) {
            copy(sample, images);
        }
        String listed = dataset.samples().stream()
                .map(sample -> "{\"id\": \"" + sample.id() + "\", \"file_name\": \""
                        + String.format(Locale.ROOT, name, sample.id() + ".png") + "\""
                        + String.format(Locale.ROOT, sides, sample.width(), sample.height()) + "}")
                .collect(Collectors.joining(",\n"));
        String annotations = dataset.samples().stream()
                .flatMap(sample -> sample.boxes().stream()
                        .map(box -> "{\"id\": 1, \"image_id\": \"" + sample.id() + "\", \"category_id\": "
                                + (box.classId() + 1) + ", " + mark.apply(box.box()) + "}"))
                .collect(Collectors.joining(",\n"));
        String categories = IntStream.range(0, dataset.classes().size())
                .mapToObj(i -> "{\"id\": " + (i + 1) + ", \"name\": \""
                        + dataset.classes().get(i) + "\"}")
                .collect(Collectors.joining(",\n"));
        Fixtures.text(
                file,
                "{\"images\": [\n" + listed + "],\n\"annotations\": [\n" + annotations + "],\n\"categories\": [\n"
                        + categories + "]}\n");
    }

    /** The pixels of a box of whole pixels, in an image of 64 x 48. */
    private static String mask(Box box) {
        int height = 48;
        int left = (int) box.x1();
        int top = (int) box.y1();
        int tall = (int) box.height();
        StringBuilder counts = new StringBuilder().append(left * height + top);
        for (int column = 0; column < (int) box.width(); column++) {
            counts.append(column == 0 ? "" : ", " + (height - tall))
                    .append(", ")
                    .append(tall);
        }
        return "\"segmentation\": {\"size\": [48, 64], \"counts\": [" + counts + "]}, \"iscrowd\": 1";
    }

    private static void yolo(Dataset dataset, Path labels, Path images, Row row) throws IOException {
        for (Sample sample : dataset.samples()) {
            copy(sample, images);
            String rows = sample.boxes().stream()
                    .map(box -> row.of(box.classId(), share(box, sample)))
                    .collect(Collectors.joining("\n"));
            Fixtures.text(labels.resolve(sample.id() + ".txt"), rows);
        }
    }

    private static Box share(LabeledBox labeled, Sample sample) {
        Box box = labeled.box();
        return new Box(
                box.x1() / sample.width(),
                box.y1() / sample.height(),
                box.x2() / sample.width(),
                box.y2() / sample.height());
    }

    private static String row(int classId, Box share) {
        return classId + " " + share.centerX() + " " + share.centerY() + " " + share.width() + " " + share.height();
    }
}
