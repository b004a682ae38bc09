package org.panamarc.python;

import java.io.IOException;
import java.nio.file.Path;
import org.panamarc.internal.readahead.SharedFile;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.source.InputFile;
import org.panamarc.internal.source.Source;

/** A file that several of Python's readers share. Safe for several threads. */
public final class PythonSharedFile {
    private final Path path;
    private final String name;
    private final long size;
    private final SharedFile shared;

    /**
     * A file.
     *
     * @param path absolute
     * @param name what to call it in messages
     * @param options of all readers
     * @throws IOException if the file cannot be opened
     * @throws UnsupportedOperationException if it is compressed, no regular file, or in another
     *     format than ISO 2709
     */
    public PythonSharedFile(String path, String name, PythonOptions options) throws IOException {
        this.path = Path.of(path);
        this.name = name;
        InputFile file = new InputFile(this.path, name);
        this.size = file.size();
        try (Source source = file.onlySource()) {
            this.shared = new SharedFile(source, options.readOptions());
        }
    }

    /** Bytes of the file. */
    public long size() {
        return size;
    }

    /**
     * One of the readers.
     *
     * @throws IOException if the file cannot be opened, or has another size now
     */
    public PythonReader reader(PythonOptions options) throws IOException {
        Source source = InputFile.ofSize(path, name, size).onlySource();
        return new PythonReader(new BatchReader(source, options.readOptions(), shared));
    }
}
