package org.panamarc.internal.source;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is open for reading: mapped once if it is a regular one, whatever its size, and
 * opened as a stream for each source otherwise.
 *
 * <p>Sources of one file may be used by different threads. Closing it ends them all.
 */
public final class InputFile implements Closeable {
    private final Path path;
    private final String name;
    private final Arena arena = Arena.ofShared(); // owns the mapping
    private final @Nullable MemorySegment mapped;

    /**
     * Opens a file.
     *
     * @param name what to call it in messages
     * @throws NoSuchFileException if there is none
     * @throws AccessDeniedException if it may not be read
     * @throws FileSystemException if it is a directory
     * @throws IOException if it cannot be opened for another reason
     */
    public InputFile(Path path, String name) throws IOException {
        this.path = path;
        this.name = name;
        if (Files.isDirectory(path)) {
            throw new FileSystemException(name, null, "is a directory, not a file of records");
        }
        boolean special = Files.exists(path) && !Files.isRegularFile(path);
        this.mapped = special ? null : map(path, arena);
    }

    private static MemorySegment map(Path path, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    /**
     * A source from the start of the file.
     *
     * @throws IOException if it cannot be opened, or a gzip header is broken
     */
    public Source source() throws IOException {
        return source(() -> {});
    }

    /**
     * The only source of the file, which is closed with it.
     *
     * @throws IOException if it cannot be opened, or a gzip header is broken; the file is closed
     *     then
     */
    public Source onlySource() throws IOException {
        try {
            return source(this);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private Source source(Closeable owner) throws IOException {
        return mapped == null
                ? Sources.ofStream(Files.newInputStream(path), name)
                : Sources.ofSegment(mapped, name, owner);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
