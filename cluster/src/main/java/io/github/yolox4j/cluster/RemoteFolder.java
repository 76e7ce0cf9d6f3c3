package io.github.yolox4j.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A folder or file in one of Hadoop's file systems, or, without a scheme, one that every machine sees under this path.
 *
 * @param name such as {@code hdfs://cluster/runs/cells} or {@code /mnt/shared/runs/cells}
 * @param files settings of Hadoop's file systems
 */
record RemoteFolder(String name, Map<String, String> files) {

    private static final String DRAFT = "._part";
    private static final String LAST = "last.ckpt";

    /** Whether a name has a scheme, such as {@code s3a://}. */
    static boolean isOne(String name) {
        return name.matches("[a-z][a-z0-9+.-]*://.*");
    }

    private org.apache.hadoop.fs.Path path() {
        return isOne(name)
                ? new org.apache.hadoop.fs.Path(name)
                : new org.apache.hadoop.fs.Path(Path.of(name).toAbsolutePath().toUri());
    }

    private FileSystem system() throws IOException {
        return FileSystem.get(path().toUri(), configuration());
    }

    private Configuration configuration() {
        Configuration configuration = new Configuration(false);
        files.forEach(configuration::set);
        return configuration;
    }

    /** Whether a run there can go on. */
    boolean hasCheckpoint() throws IOException {
        for (String file : List.of("train.yaml", LAST)) {
            if (!system().exists(new org.apache.hadoop.fs.Path(path(), file))) {
                return false;
            }
        }
        return true;
    }

    boolean exists() throws IOException {
        return system().exists(path());
    }

    /** Copies the file, or all files below the folder, to a place on this machine. */
    void copyTo(Path local) throws IOException {
        FileSystem system = system();
        FileStatus found = system.getFileStatus(path());
        if (found.isFile()) {
            Files.createDirectories(local.toAbsolutePath().getParent());
            copy(system, path(), local);
            return;
        }
        URI root = URI.create(found.getPath().toUri() + "/");
        RemoteIterator<LocatedFileStatus> all = system.listFiles(path(), true);
        while (all.hasNext()) {
            LocatedFileStatus file = all.next();
            Path target = local.resolve(root.relativize(file.getPath().toUri()).getPath());
            Files.createDirectories(target.getParent());
            copy(system, file.getPath(), target);
        }
    }

    private static void copy(FileSystem system, org.apache.hadoop.fs.Path from, Path to) throws IOException {
        try (var in = system.open(from)) {
            Files.copy(in, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Copies the files of a folder on this machine that have changed, each under its name once it is complete.
     *
     * @param known when each was last changed, as of the last call; brought up to date
     */
    void copyFrom(Path local, Map<Path, Long> known) throws IOException {
        FileSystem system = system();
        Map<Path, Long> changed = new HashMap<>();
        try (Stream<Path> all = Files.walk(local)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                long time = Files.getLastModifiedTime(file).toMillis();
                boolean isDraft = file.getFileName().toString().endsWith(".part");
                if (!isDraft && known.getOrDefault(file, -1L) != time) {
                    changed.put(file, time);
                }
            }
        }
        FileContext names = FileContext.getFileContext(path().toUri(), configuration());
        for (Path file : inOrder(changed.keySet())) {
            String relative = local.relativize(file).toString().replace('\\', '/');
            org.apache.hadoop.fs.Path target = system.makeQualified(new org.apache.hadoop.fs.Path(path(), relative));
            org.apache.hadoop.fs.Path draft = target.suffix(DRAFT);
            try (var out = system.create(draft, true)) {
                Files.copy(file, out);
            }
            names.rename(draft, target, Options.Rename.OVERWRITE);
            known.put(file, changed.get(file));
        }
    }

    /** The checkpoint to go on from comes last: whoever finds it finds what belongs to it. */
    private static List<Path> inOrder(Set<Path> files) {
        return files.stream()
                .sorted(Comparator.comparing((Path file) -> file.endsWith(LAST))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }
}
