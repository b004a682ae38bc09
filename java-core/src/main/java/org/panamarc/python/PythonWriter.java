package org.panamarc.python;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormat;
import org.panamarc.ReadOptions;
import org.panamarc.WriteOptions;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Sources;
import org.panamarc.internal.write.FileSink;
import org.panamarc.internal.write.OutputForm;
import org.panamarc.internal.write.RecordOutput;
import org.panamarc.internal.xslt.CompiledStylesheet;

/** One output, written for Python: to a file, or for Python to fetch. Not thread-safe. */
public final class PythonWriter implements AutoCloseable {
    private static final int BATCH_RECORDS = 1000;
    private static final int BATCH_BYTES = 4 << 20;

    private final @Nullable FileSink file;
    private final Pending pending = new Pending();
    private final String name;
    private final OutputStream stream;
    private final RecordOutput output;
    private @Nullable BatchView taken;

    /** Bytes that wait to be fetched, each of which is copied once. */
    private static final class Pending extends ByteArrayOutputStream {
        private int fetched;

        int take(ByteBuffer target) {
            int size = Math.min(count - fetched, target.capacity());
            target.put(0, buf, fetched, size);
            fetched += size;
            if (fetched == count) {
                reset();
                fetched = 0;
            }
            return size;
        }
    }

    private PythonWriter(@Nullable FileSink file, String name, OutputForm form) {
        this.name = name;
        this.file = file;
        this.stream = file == null ? pending : file.stream();
        this.output = new RecordOutput(stream, name, form);
    }

    /**
     * A writer of a file, which has its name only once it is complete.
     *
     * @param path absolute; its suffix states the compression
     * @param name what to call it in messages
     * @param format its name, as {@link MarcFormat#of} knows it
     * @param coding of ISO 2709: {@code utf-8}, {@code marc-8}, or empty where records stay as they
     *     are
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException if there is no such format, it is only read, or it is not
     *     written in that coding
     */
    public static PythonWriter file(String path, String name, String format, String coding)
            throws IOException {
        OutputForm form = OutputForm.of(MarcFormat.of(format), options(coding));
        return new PythonWriter(new FileSink(Path.of(path), name), name, form);
    }

    /**
     * A writer whose bytes Python fetches by {@link #fetch}.
     *
     * @param name as for {@link #file}
     * @param format as for {@link #file}
     * @param coding as for {@link #file}
     * @throws IllegalArgumentException likewise
     */
    public static PythonWriter memory(String name, String format, String coding) {
        return new PythonWriter(null, name, OutputForm.of(MarcFormat.of(format), options(coding)));
    }

    /**
     * A writer of what a stylesheet makes of records.
     *
     * @param path as for {@link #file}; empty for bytes that Python fetches
     * @param name what to call it in messages
     * @param stylesheet its path
     * @param root as for {@link org.panamarc.Stylesheet#withRoot}; empty for none
     * @throws IOException if it cannot be written, or the stylesheet not be read
     * @throws org.panamarc.StylesheetException if the stylesheet cannot be compiled
     * @throws IllegalArgumentException if the root is no name
     */
    public static PythonWriter transformed(String path, String name, String stylesheet, String root)
            throws IOException {
        OutputForm form = OutputForm.of(CompiledStylesheet.of(Path.of(stylesheet)), root);
        return new PythonWriter(
                path.isEmpty() ? null : new FileSink(Path.of(path), name), name, form);
    }

    /** Leaves out the records that the form does not fit, and counts them among the losses. */
    public void leaveOutRefused() {
        output.leaveOutRefused();
    }

    private static WriteOptions options(String coding) {
        return WriteOptions.DEFAULT.withCoding(
                switch (coding) {
                    case "" -> WriteOptions.Coding.BY_LEADER;
                    case "utf-8" -> WriteOptions.Coding.UTF_8;
                    case "marc-8" -> WriteOptions.Coding.MARC_8;
                    default ->
                            throw new IllegalArgumentException(
                                    "coding is '%s'; expected utf-8 or marc-8".formatted(coding));
                });
    }

    /**
     * Takes a copy of a packed batch, records of which are then written by {@link #batch}.
     *
     * @param address of the batch, in memory that stays as it is during the call
     * @param length of the batch in bytes
     */
    public void take(long address, long length) {
        taken = null; // not two at once
        taken = BatchView.of(bytes(address, length));
    }

    /**
     * Writes records of the batch that was taken last.
     *
     * @param from the first record's index
     * @param to the index after the last one
     */
    public void batch(int from, int to) throws IOException {
        output.write(Objects.requireNonNull(taken), from, to);
    }

    /**
     * Writes adjacent records of ISO 2709.
     *
     * @param address of the first, in memory that stays as it is during the call
     * @param length of all of them in bytes
     * @return how many there are
     */
    public long records(long address, long length) throws IOException {
        long before = output.records();
        MemorySegment segment = MemorySegment.ofArray(bytes(address, length));
        ReadOptions options = ReadOptions.DEFAULT.withFormat(MarcFormat.ISO_2709).withThreads(1);
        try (BatchReader reader =
                new BatchReader(
                        Sources.ofSegment(segment, "<records>", () -> {}),
                        options,
                        InputRange.whole(1),
                        null)) {
            while (true) {
                switch (reader.advance(BATCH_RECORDS, BATCH_BYTES)) {
                    case READY -> output.write(reader.take());
                    case END -> {
                        return output.records() - before;
                    }
                    case PAUSED, NEED_INPUT, FAILED -> {}
                }
            }
        }
    }

    @SuppressWarnings("restricted") // Python keeps the memory during the call
    private static byte[] bytes(long address, long length) {
        return MemorySegment.ofAddress(address).reinterpret(length).toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * Writes all records of a batch, now or later.
     *
     * @param batch from {@link #memory}
     * @throws WriteException if that fails
     */
    void write(byte[] batch) throws WriteException {
        try {
            output.write(batch);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            // A file's failures have its name already.
            throw new WriteException(
                    message.startsWith(name + ": ") ? message : name + ": " + message, e);
        }
    }

    /** Memory for a batch that is then written, of at least this length. */
    byte[] memory(int length) {
        return output.memory(length);
    }

    /** The output cannot be written, where the input might have been at fault as well. */
    public static final class WriteException extends IOException {
        @Serial private static final long serialVersionUID = 1L;

        WriteException(String message, IOException cause) {
            super(message, cause);
        }
    }

    /**
     * Puts bytes that were written at the start of a buffer, as many as there is room for.
     *
     * @param target direct
     * @return how many; 0 if there are none
     */
    public int fetch(ByteBuffer target) {
        return pending.take(target);
    }

    /** Says how many threads may work on the batches that a reader's are transferred as. */
    public void threads(int wanted) {
        output.threads(wanted);
    }

    /** Records written so far. */
    public long written() {
        return output.records();
    }

    /** Records written so far whose structure was broken, and that were written well-formed. */
    public long repaired() {
        return output.repaired();
    }

    /** What the format could not carry: a line for each kind. */
    public String losses() {
        return String.join("\n", output.losses());
    }

    /** Hands on what was written so far. */
    public void flush() throws IOException {
        output.flush();
        stream.flush();
    }

    /** Completes the output; a file then has its name. */
    public void commit() throws IOException {
        output.finish();
        if (file != null) {
            file.commit();
        }
    }

    /** Gives a file up that was not completed. Doing so twice is allowed. */
    @Override
    public void close() throws IOException {
        output.close();
        if (file != null) {
            file.close();
        }
    }
}
