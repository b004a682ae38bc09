package org.panamarc.python;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.columns.ColumnValueException;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.arrow.ArrowStreams;
import org.panamarc.internal.arrow.IpcStream;
import org.panamarc.internal.columns.ScanAccount;
import org.panamarc.internal.columns.TableReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.ChunkSource;
import org.panamarc.internal.source.InputFile;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Sources;

/**
 * Inputs read as a table for Python: they are added, then {@link #open} begins. Batches cross as
 * structures of Arrow's C interfaces in memory that Python owns, or as bytes of its IPC stream.
 *
 * <p>Built by one thread; then safe for several, which get different batches.
 */
public final class PythonScan implements AutoCloseable {
    /** A batch was written. */
    private static final long READY = 1;

    /** There will be no more. */
    public static final long END = 0;

    /** Much input went by without a row; call again. */
    public static final long PAUSED = -1;

    /** A chunk has to be supplied first: see {@link #needed}. */
    public static final long NEED_INPUT = -2;

    /**
     * The error policy does not let something through, or a value does not fit: {@link #failure}.
     */
    public static final long FAILED = -3;

    private final ReadOptions options;
    private final List<TableReader.Opener> inputs = new ArrayList<>();
    private final List<@Nullable ChunkSource> chunks = new ArrayList<>(); // by input
    private final List<Long> supplied = new ArrayList<>(); // number of the last chunk, by input
    private volatile int current; // the input opened last
    private volatile @Nullable TableReader reader;
    private @Nullable IpcStream ipc;
    private byte @Nullable [] piece; // that Python may not have
    private long taken; // pieces

    /**
     * A scan without inputs. A quarantine is not written.
     *
     * @param options how to read
     * @param batchRecords the most records of a batch, above 0
     * @param batchBytes bytes of records after which a batch is full
     */
    public PythonScan(PythonOptions options, int batchRecords, int batchBytes) {
        ScanGarbage.collect();
        this.options =
                options.readOptions()
                        .withBatchRecords(batchRecords)
                        .withBatchBytes(batchBytes)
                        .withWindowBytes(TableReader.WINDOW_BYTES)
                        .withQuarantine(null);
    }

    private int add(TableReader.Opener opener, @Nullable ChunkSource chunkSource) {
        int index = inputs.size();
        inputs.add(
                new TableReader.Opener() {
                    @Override
                    public Source open() throws IOException {
                        current = index;
                        return opener.open();
                    }

                    @Override
                    public InputRange range(long firstNumber) {
                        return opener.range(firstNumber);
                    }

                    @Override
                    public void drop() throws IOException {
                        opener.drop();
                    }
                });
        chunks.add(chunkSource);
        supplied.add(0L);
        return index;
    }

    /**
     * Adds a file, opened when its turn comes; gives the number of the input, counted from 0.
     *
     * @param path absolute
     * @param name what to call it in messages
     */
    public int addFile(String path, String name) {
        return add(() -> new InputFile(Path.of(path), name).onlySource(), null);
    }

    /**
     * Adds a range of a file, as PythonSplitter gave it, whose records keep their numbers. Other
     * parameters as for {@link #addFile}; the file is opened when its turn comes, and must have its
     * size then.
     *
     * @param fileSize bytes of the file when it was split
     */
    public int addPart(
            String path, String name, long start, long end, long firstNumber, long fileSize) {
        InputRange range = new InputRange(start, firstNumber, end);
        return add(new PartInput(Path.of(path), name, range, fileSize), null);
    }

    private record PartInput(Path path, String name, InputRange range, long fileSize)
            implements TableReader.Opener {
        @Override
        public Source open() throws IOException {
            return InputFile.ofSize(path, name, fileSize).onlySource();
        }

        @Override
        public InputRange range(long firstNumber) {
            return range;
        }
    }

    /** Adds bytes in memory; the scan owns the memory from here on. */
    public int addMemory(PythonMemory memory, String name) {
        return add(new MemoryInput(memory, name), null);
    }

    private record MemoryInput(PythonMemory memory, String name) implements TableReader.Opener {
        @Override
        public Source open() throws IOException {
            return Sources.ofSegment(memory.segment(), name, memory);
        }

        @Override
        public void drop() {
            memory.close();
        }
    }

    /** Adds chunks that Python supplies, as {@link #chunk} and {@link #supply} say. */
    public int addChunks(String name) {
        ChunkSource source = new ChunkSource(name);
        return add(() -> source, source);
    }

    private ChunkSource chunkSource(int input) {
        ChunkSource source = chunks.get(input);
        if (source == null) {
            throw new IllegalStateException("input %d is not read in chunks".formatted(input));
        }
        return source;
    }

    /** The direct buffer of an input's chunk, to be filled from its start; always the same. */
    public ByteBuffer chunk(int input) {
        return chunkSource(input).chunk();
    }

    /**
     * States how many bytes are in an input's chunk; 0 is its end.
     *
     * @param number the chunk's, counted from 1; nothing happens if it was supplied before
     */
    public synchronized void supply(int input, int length, long number) {
        if (number > supplied.get(input)) {
            chunkSource(input).supply(length);
            supplied.set(input, number);
        }
    }

    /** The number of the input that a chunk has to be supplied for. */
    public int needed() {
        return current;
    }

    /**
     * Begins to read; there will be no other inputs.
     *
     * @param table what it is to hold
     * @throws IllegalArgumentException if there is no column, or a spec, a tag or a pattern cannot
     *     be read
     */
    public synchronized void open(PythonTable table) {
        reader = new TableReader(inputs, options, table.definition(), 1);
    }

    private TableReader reader() {
        TableReader opened = reader;
        if (opened == null) {
            throw new IllegalStateException("the scan was not opened");
        }
        return opened;
    }

    /** Why the methods with addresses cannot be used, in one sentence; empty where they can. */
    public static String missing() {
        return ArrowStreams.missing();
    }

    /** Blocks of native memory that nobody has freed. */
    public static long blocks() {
        return ArrowStreams.blocks();
    }

    /**
     * Makes a stream of the batches that have not been read yet; the scan belongs to it from here
     * on, and is closed when it is released. Not for inputs in chunks.
     *
     * @param address of a {@code struct ArrowArrayStream}, whose content is overwritten
     * @throws IllegalStateException if there is no native library
     */
    public void exportStream(long address) {
        ArrowStreams.open(reader(), ArrowStreams.stream(address));
    }

    /**
     * Writes the types of the columns.
     *
     * @param address of a {@code struct ArrowSchema}, whose content is overwritten; Python releases
     *     it
     */
    public void schemaAt(long address) {
        ArrowStreams.writeSchema(reader().schema(), ArrowStreams.schema(address));
    }

    private long advance(TableReader tables) throws IOException {
        try {
            ReadState state = tables.advance();
            return switch (state) {
                case READY -> READY;
                case END -> END;
                case PAUSED -> PAUSED;
                case NEED_INPUT -> NEED_INPUT;
                case FAILED -> throw new IllegalStateException("a table reader throws");
            };
        } catch (MarcFormatException | ColumnValueException e) {
            return FAILED;
        }
    }

    /**
     * Puts the next piece of the IPC stream at the start of a buffer: the schema, a batch with its
     * dictionaries, or the end.
     *
     * @param target direct, the calling thread's own
     * @param count how many pieces Python has; one that it does not have comes again
     * @return its length in bytes, above 0; or END, PAUSED, NEED_INPUT or FAILED; or, where the
     *     buffer is too small, the length needed as a negative number below these
     * @throws IOException if an input cannot be read
     */
    public synchronized long ipc(ByteBuffer target, long count) throws IOException {
        if (count != taken) {
            taken = count;
            piece = null;
        }
        if (piece == null) {
            TableReader tables = reader();
            if (ipc == null) {
                ipc = new IpcStream(tables);
            } else {
                long state = advance(tables);
                if (state != READY && state != END) {
                    return state;
                }
            }
            piece = ipc.next();
        }
        byte[] given = piece;
        if (given == null) {
            return END;
        }
        if (given.length > target.capacity()) {
            return -given.length;
        }
        target.put(0, given, 0, given.length);
        return given.length;
    }

    /**
     * What FAILED was for, or the error of a stream: kind, source, record number, offset, column or
     * tag, value and message, joined by 0x1F. The kind is that of a defect, or {@code value}. Empty
     * where there is nothing.
     */
    public String failure() {
        return switch (reader().failure()) {
            case MarcFormatException e -> {
                Defect defect = e.defect();
                yield Rows.row(
                        defect.kind().text(),
                        e.source(),
                        defect.recordNumber(),
                        defect.offset(),
                        defect.tag() == null ? "" : defect.tag(),
                        "",
                        defect.message());
            }
            case ColumnValueException e ->
                    Rows.row(
                            "value",
                            e.source(),
                            e.recordNumber(),
                            e.offset(),
                            e.column(),
                            e.value(),
                            String.valueOf(e.getMessage()));
            case null, default -> "";
        };
    }

    /**
     * Has the scan go on after what the error policy did not let through, once {@link #failure} was
     * asked for it.
     *
     * @return whether there was such; it does not go on after anything else
     */
    public boolean passOver() {
        return reader().passOver();
    }

    private ScanAccount account() {
        return reader().account();
    }

    /** The ranges skipped so far: rows of source, start, length and reason. */
    public String skipped() {
        return Rows.skipped(account().skipped());
    }

    /** The defects so far: rows of kind and number. */
    public String defectCounts() {
        return Rows.defectCounts(account().defectCounts());
    }

    /** The inputs so far that are not MARC, and what they begin as: a sentence a row. */
    public String foreign() {
        return account().foreign().stream()
                .map(text -> text + Rows.ROW_END)
                .collect(Collectors.joining());
    }

    /** Records read so far, those without rows included. */
    public long recordsRead() {
        return reader().records();
    }

    /** Rows of the batches given so far. */
    public long rowsGiven() {
        return reader().rows();
    }

    /** The number of columns that are given. */
    public int columns() {
        return reader().schema().size();
    }

    /** Bytes of the inputs that are in a record or a skipped range so far. */
    public long bytesRead() {
        return reader().bytes();
    }

    /** Frees all memory and closes the inputs. Doing so twice is allowed. */
    @Override
    public void close() throws IOException {
        TableReader opened = reader;
        if (opened != null) {
            opened.close();
        }
    }
}
