package org.panamarc.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.panamarc.MarcReader;
import org.panamarc.ReadOptions;
import org.panamarc.testing.AwkwardStream;

/** Where the bytes that are read come from; the answer must be the same. */
enum Origin {
    MEMORY {
        @Override
        MarcReader open(byte[] bytes, ReadOptions options, int atOnce) throws IOException {
            return MarcReader.of(bytes, options);
        }
    },
    STREAM {
        @Override
        MarcReader open(byte[] bytes, ReadOptions options, int atOnce) throws IOException {
            return MarcReader.of(new AwkwardStream(bytes, atOnce), "<stream>", options);
        }
    },
    MAPPED_FILE {
        @Override
        MarcReader open(byte[] bytes, ReadOptions options, int atOnce) throws IOException {
            Files.write(FILE, bytes);
            return MarcReader.open(FILE, options);
        }
    };

    private static final Path FILE = temporaryFile();

    private static Path temporaryFile() {
        try {
            Path file = Files.createTempFile("panamarc-fuzz", ".mrc");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens the bytes; one reader at a time.
     *
     * @param atOnce bytes that a stream gives at a time
     */
    abstract MarcReader open(byte[] bytes, ReadOptions options, int atOnce) throws IOException;
}
