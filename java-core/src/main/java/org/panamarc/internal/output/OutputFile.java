package org.panamarc.internal.output;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that comes into being whole: written under another name beside it, and renamed at the end.
 * Until then, and where that does not come, a file of its name stays as it was. What is no regular
 * file, such as a pipe, is written directly. Compressed as its suffix says: {@code .gz}.
 */
public final class OutputFile implements Closeable {
    private static final int GZIP_BUFFER = 1 << 16;

    private final Path path;
    private final @Nullable Path temporary; // null where the file is written directly
    private final OutputStream stream;
    private boolean closed;

    /**
     * Begins a file.
     *
     * @throws IOException if it cannot be written there
     */
    public OutputFile(Path given) throws IOException {
        // Behind a symbolic link, the file that it names is replaced, and not the link.
        this.path = Files.exists(given) ? given.toRealPath() : given.toAbsolutePath();
        if (Files.isDirectory(path)) {
            throw new FileSystemException(given.toString(), null, "is a directory");
        }
        boolean special = Files.exists(path) && !Files.isRegularFile(path);
        if (!special && Files.exists(path) && !Files.isWritable(path)) {
            throw new java.nio.file.AccessDeniedException(given.toString());
        }
        this.temporary =
                special
                        ? null
                        : path.resolveSibling(
                                ".%s.%s.tmp"
                                        .formatted(
                                                path.getFileName(),
                                                UUID.randomUUID().toString().substring(0, 8)));
        OutputStream plain =
                temporary == null
                        ? Files.newOutputStream(path, StandardOpenOption.WRITE)
                        : Files.newOutputStream(
                                temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.stream = compressed(plain, given.toString());
    }

    /**
     * A stream that compresses as the suffix of a name says; else the stream itself.
     *
     * @throws IOException if it cannot be written to
     */
    public static OutputStream compressed(OutputStream plain, String name) throws IOException {
        return name.toLowerCase(Locale.ROOT).endsWith(".gz")
                ? new GZIPOutputStream(plain, GZIP_BUFFER)
                : plain;
    }

    /** Where the file's bytes go; closed with the file. */
    public OutputStream stream() {
        return new FilterOutputStream(stream) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() {
                // Closing is for `commit` and `close`, which know what becomes of the file.
            }
        };
    }

    /** Completes the file, which then has its name. */
    public void commit() throws IOException {
        stream.close();
        if (temporary != null) {
            Files.move(
                    temporary,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        closed = true;
    }

    /** Gives the file up, if it was not completed. Doing so twice is allowed. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stream.close();
        } finally {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
