package org.panamarc.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.jspecify.annotations.Nullable;

/** Finds the files of a read, by the file systems of Hadoop. */
final class InputFiles {
    private static final String LOCAL = "file";
    private static final String INDEX = ".panamarc-index"; // of folders with stored indexes

    private InputFiles() {}

    /**
     * A file.
     *
     * @param path a path of this machine's where {@code local}, else an address
     * @param local whether it is mapped, not read by Hadoop
     * @param bytes its size
     * @param modified when it was changed last, in milliseconds since 1970
     */
    record Listed(String path, boolean local, long bytes, long modified) implements Serializable {}

    /**
     * The files: those of each path in turn, of folders and patterns by their names.
     *
     * @throws FileNotFoundException if there is no file of a path
     * @throws IOException if a file system cannot be asked
     */
    static List<Listed> list(FileOptions options) throws IOException {
        if (options.paths().isEmpty()) {
            throw new IllegalArgumentException("no path is given; expected load(path)");
        }
        Configuration configuration = HadoopFiles.configuration();
        String pattern = options.nameFilter();
        GlobFilter filter = pattern == null ? null : new GlobFilter(pattern);
        List<Listed> files = new ArrayList<>();
        for (String text : options.paths()) {
            var path = new org.apache.hadoop.fs.Path(text);
            FileSystem system = path.getFileSystem(configuration);
            FileStatus[] found = system.globStatus(path);
            if (found == null || found.length == 0) {
                throw new FileNotFoundException(
                        "%s: there is no such file or folder".formatted(text));
            }
            for (FileStatus one : found) {
                add(system, one, options.recursive(), filter, files);
            }
        }
        return files;
    }

    private static void add(
            FileSystem system,
            FileStatus status,
            boolean recursive,
            @Nullable GlobFilter filter,
            List<Listed> files)
            throws IOException {
        if (!status.isDirectory()) {
            if (filter == null || filter.accept(status.getPath())) {
                files.add(listed(status));
            }
            return;
        }
        List<FileStatus> inside = new ArrayList<>(List.of(system.listStatus(status.getPath())));
        inside.sort(Comparator.comparing(FileStatus::getPath));
        for (FileStatus one : inside) {
            boolean hidden =
                    one.getPath().getName().startsWith("_")
                            || one.getPath().getName().startsWith(".")
                            || one.getPath().getName().endsWith(INDEX);
            if (!hidden && (recursive || !one.isDirectory())) {
                add(system, one, recursive, filter, files);
            }
        }
    }

    private static Listed listed(FileStatus status) {
        return listed(status.getPath(), status.getLen(), status.getModificationTime());
    }

    /**
     * A file as it was listed.
     *
     * @param path whole, with its file system
     */
    static Listed listed(org.apache.hadoop.fs.Path path, long bytes, long modified) {
        boolean local = LOCAL.equals(path.toUri().getScheme());
        String text = local ? Path.of(path.toUri().getPath()).toString() : path.toString();
        return new Listed(text, local, bytes, modified);
    }
}
