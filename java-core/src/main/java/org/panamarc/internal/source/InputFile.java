package org.panamarc.internal.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A file that is open for reading: mapped once if it is a regular one that knows its size, whatever
 * that is, and opened as a stream for each source otherwise.
 *
 * <p>A mapped file has the size that it had when it was opened: what is appended is not seen. It
 * stays the same file where another takes its name. Where it is cut short, its sources fail after
 * what is left of it.
 *
 * <p>Sources of one file may be used by different threads. Closing it ends them all.
 */
public final class InputFile implements Closeable {
    private final Path path;
    private final String name;
    private final Arena arena = Arena.ofShared(); // owns the mapping
    private final @Nullable MemorySegment mapped;
    private final @Nullable Object key; // of the mapped file, whatever its name; null if not known

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
        Object before = key(path);
        this.mapped = isSpecial() ? null : map(path, arena);
        // Another file may have taken the name between: then it is not known which was mapped.
        this.key = before != null && before.equals(key(path)) ? before : null;
    }

    /**
     * Opens a file that should have a size.
     *
     * @throws IOException if it has another one, and as the constructor does
     */
    public static InputFile ofSize(Path path, String name, long size) throws IOException {
        InputFile file = new InputFile(path, name);
        if (file.size() != size) {
            file.close();
            throw new IOException(SourceMessages.otherSize(name, file.size(), size));
        }
        return file;
    }

    /** Whether it has to be read as a stream: a pipe, say, or a file whose size says nothing. */
    private boolean isSpecial() throws IOException {
        if (!Files.isRegularFile(path)) {
            return Files.exists(path);
        }
        if (Files.size(path) > 0) {
            return false;
        }
        // Of those that say they are empty, some are not, such as those of /proc.
        try (InputStream stream = Files.newInputStream(path)) {
            return stream.read() >= 0;
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw (IOException) new FileSystemException(name, null, e.getMessage()).initCause(e);
        }
    }

    private static @Nullable Object key(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * How many of the mapped bytes are still there, as far as is known: all, where the file no
     * longer has its name.
     */
    private long present(MemorySegment mapped) {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            boolean same = key != null && key.equals(now.fileKey());
            return same ? Math.min(now.size(), mapped.byteSize()) : mapped.byteSize();
        } catch (IOException e) {
            return mapped.byteSize();
        }
    }

    private static MemorySegment map(Path path, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    /**
     * A source from the start of the file.
     *
     * @throws IOException if it cannot be opened, or the header of gzip is broken
     */
    public Source source() throws IOException {
        return source(() -> {});
    }

    /**
     * The only source of the file, which is closed with it.
     *
     * @throws IOException if it cannot be opened, or the header of gzip is broken; the file is
     *     closed then
     */
    public Source onlySource() throws IOException {
        try {
            return source(this);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * A source of the bytes as they are, compressed or not, which does not ask the file system what
     * is left of the file: where that was cut short, it may give zeros. For who knows what is to be
     * there.
     *
     * @throws IllegalStateException if the file is not mapped
     */
    public Source unwatchedSource() {
        if (mapped == null) {
            throw new IllegalStateException(name + " is not mapped");
        }
        return new SegmentSource(mapped, name, () -> {});
    }

    private Source source(Closeable owner) throws IOException {
        return mapped == null
                ? Sources.ofStream(Files.newInputStream(path), name)
                : Sources.ofSegment(mapped, () -> present(mapped), name, owner);
    }

    /** Bytes of the file when it was opened; -1 where that is not known. */
    public long size() {
        return mapped == null ? -1 : mapped.byteSize();
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
