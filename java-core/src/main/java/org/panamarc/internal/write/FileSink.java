package org.panamarc.internal.write;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;
import org.panamarc.internal.compression.Compression;

/**
 * A file that appears under its name when all of it has been written, and not before: until then
 * the bytes are in another file next to it, and what was under the name stays. They are compressed
 * as the name's suffix says: {@code .gz}, {@code .bz2} or {@code .zst}. What is no regular file,
 * such as a pipe or {@code /dev/stdout}, is written to as it is.
 */
public final class FileSink implements Sink {
    private static final int BUFFER = 1 << 16;

    /** Characters of a name that the file next to it has, too: more might be too many with it. */
    private static final int OF_NAME = 50;

    private final String name;
    private final Path path; // what a symbolic link leads to
    private final Path written; // the other file, or the path itself
    private final OutputStream raw;
    private final OutputStream stream;
    private boolean closed;

    /** Opens what bytes are written to; in tests, something that fails. */
    interface Opener {
        OutputStream open(Path path, OpenOption... options) throws IOException;
    }

    /**
     * Opens a file for writing.
     *
     * @throws NoSuchFileException if its folder does not exist
     * @throws AccessDeniedException if nothing may be written there, or not to the file before
     * @throws FileSystemException if it is a folder
     * @throws IOException if it cannot be written for another reason
     */
    public FileSink(Path path) throws IOException {
        this(path, path.toString());
    }

    /**
     * Opens a file for writing.
     *
     * @param name what to call it in messages, with its suffix
     * @throws IOException likewise
     */
    public FileSink(Path path, String name) throws IOException {
        this(path, name, Files::newOutputStream);
    }

    FileSink(Path path, String name, Opener opener) throws IOException {
        this.name = name;
        if (Files.isDirectory(path)) {
            throw new FileSystemException(name, null, "it is a folder, not a file");
        }
        boolean regular = Files.isRegularFile(path);
        this.path = regular ? path.toRealPath() : path.toAbsolutePath();
        boolean replaces = regular || !Files.exists(path);
        this.written = replaces ? temporary(this.path) : this.path;
        this.raw = new Named(open(opener, replaces));
        this.stream = new BufferedOutputStream(compressed(), BUFFER);
    }

    private OutputStream compressed() throws IOException {
        Compression compression = Compression.bySuffix(name);
        try {
            return compression == null ? raw : compression.compressed(raw);
        } catch (IOException e) {
            discard();
            throw e instanceof FileSystemException ? e : named(e);
        }
    }

    private static Path temporary(Path path) {
        String name = path.getFileName().toString();
        int cut =
                name.offsetByCodePoints(
                        0, Math.min(OF_NAME, name.codePointCount(0, name.length())));
        return path.resolveSibling(
                ".%s.%s.part".formatted(name.substring(0, cut), UUID.randomUUID()));
    }

    private OutputStream open(Opener opener, boolean replaces) throws IOException {
        try {
            if (Files.exists(path)) {
                path.getFileSystem().provider().checkAccess(path, AccessMode.WRITE);
            }
            return replaces
                    ? opener.open(written, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)
                    : opener.open(written, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            Path parent = path.getParent();
            boolean there = parent != null && Files.isDirectory(parent);
            String reason = there ? "no file can be made there" : "no such folder";
            throw (IOException) new NoSuchFileException(name, null, reason).initCause(e);
        } catch (AccessDeniedException e) {
            throw (IOException) new AccessDeniedException(name).initCause(e);
        } catch (FileSystemException e) {
            throw (IOException) new FileSystemException(name, null, e.getReason()).initCause(e);
        }
    }

    /** Names the file in what the system throws, such as that there is no space left. */
    private final class Named extends FilterOutputStream {
        Named(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw named(e);
            }
        }
    }

    private IOException named(IOException cause) {
        return (IOException)
                new FileSystemException(name, null, cause.getMessage()).initCause(cause);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OutputStream stream() {
        return stream;
    }

    /** Completes the file and puts it in the place of the one that had its name. */
    @Override
    public void commit() throws IOException {
        try {
            stream.close();
            if (!written.equals(path)) {
                keepPermissions();
                takeName();
            }
            closed = true;
        } finally {
            close();
        }
    }

    private void takeName() throws IOException {
        try {
            Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            throw (IOException) new FileSystemException(name, null, e.getReason()).initCause(e);
        }
    }

    /** Gives the new file the permissions of the one it takes the place of. */
    private void keepPermissions() throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(written, PosixFileAttributeView.class);
        if (view != null && Files.exists(path)) {
            view.setPermissions(Files.getPosixFilePermissions(path));
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        discard();
        try {
            stream.close(); // which frees what the compressor has, and can write nothing any more
        } catch (IOException e) {
            // As it should be.
        }
    }

    private void discard() throws IOException {
        raw.close();
        if (!written.equals(path)) {
            Files.deleteIfExists(written);
        }
    }
}
