package org.panamarc.internal.arrow;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.panamarc.columns.ColumnField;
import org.panamarc.internal.columns.ColumnTable;
import org.panamarc.internal.columns.TableReader;
import org.panamarc.internal.ffi.NativeLibrary;
import org.panamarc.internal.ffi.generated.ArrowArray;
import org.panamarc.internal.ffi.generated.ArrowArrayStream;
import org.panamarc.internal.ffi.generated.ArrowSchema;
import org.panamarc.internal.ffi.generated.panamarc_close_function;
import org.panamarc.internal.ffi.generated.panamarc_h;
import org.panamarc.internal.ffi.generated.panamarc_next_function;

/**
 * Hands tables to programs that read Arrow's C interfaces. What they were handed is memory of the C
 * library, which they free by its functions, also when this JVM has ended; streams give an error
 * then. Safe for several threads.
 */
public final class ArrowStreams {
    // Numbers of errno that Linux and macOS share.
    private static final int IO_ERROR = 5;
    private static final int NO_MEMORY = 12;
    private static final int INVALID = 22;

    /** How long the end of the JVM waits for calls from streams, in milliseconds. */
    private static final int LONGEST_WAIT = 5000;

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Map<Long, TableReader> OPEN = new ConcurrentHashMap<>();

    private ArrowStreams() {}

    /** The functions that C calls, made once the library is loaded. */
    private static final class Callbacks {
        private static final MemorySegment NEXT =
                panamarc_next_function.allocate(ArrowStreams::next, Arena.global());
        private static final MemorySegment CLOSE =
                panamarc_close_function.allocate(ArrowStreams::close, Arena.global());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(ArrowStreams::end, "panamarc-end"));
            panamarc_h.panamarc_set_running(1);
        }

        private Callbacks() {}
    }

    /** Keeps streams from calling Java, and waits for those that do. */
    private static void end() {
        try {
            for (int i = 0; panamarc_h.panamarc_set_running(0) > 0 && i < LONGEST_WAIT; i++) {
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why tables cannot be handed over, in one sentence; empty where they can. */
    public static String missing() {
        return NativeLibrary.status().reason();
    }

    private static void check() {
        if (!NativeLibrary.status().loaded()) {
            throw new IllegalStateException(missing());
        }
    }

    /**
     * Makes a stream of what a reader gives, and closes the reader when the stream is released.
     *
     * @param stream memory of an {@code ArrowArrayStream}, whose content is overwritten
     * @throws IllegalStateException if there is no native library
     */
    public static void open(TableReader reader, MemorySegment stream) {
        check();
        MemorySegment schema = SchemaExport.block(reader.schema());
        long number = NUMBERS.incrementAndGet();
        OPEN.put(number, reader);
        int status =
                panamarc_h.panamarc_open_stream(
                        stream, number, schema, schema.byteSize(), Callbacks.NEXT, Callbacks.CLOSE);
        if (status != 0) {
            OPEN.remove(number);
            throw new OutOfMemoryError("no memory for a stream");
        }
    }

    /**
     * Writes the types of columns.
     *
     * @param schema memory of an {@code ArrowSchema}, whose content is overwritten; the receiver
     *     releases it
     * @throws IllegalStateException if there is no native library
     */
    public static void writeSchema(List<ColumnField> columns, MemorySegment schema) {
        check();
        SchemaExport.write(columns, schema);
    }

    /** Memory of a structure that another program owns. */
    @SuppressWarnings("restricted") // the caller vouches for the address
    public static MemorySegment stream(long address) {
        return MemorySegment.ofAddress(address).reinterpret(ArrowArrayStream.sizeof());
    }

    /** Likewise. */
    @SuppressWarnings("restricted")
    public static MemorySegment schema(long address) {
        return MemorySegment.ofAddress(address).reinterpret(ArrowSchema.sizeof());
    }

    /** The number of blocks of the C library that nobody has freed. */
    public static long blocks() {
        check();
        return panamarc_h.panamarc_blocks();
    }

    /** Called by C. Whatever is thrown here would end the process, so nothing is. */
    @SuppressWarnings({"restricted", "CatchingUnchecked"})
    private static int next(long number, MemorySegment array, MemorySegment message) {
        try {
            TableReader reader = OPEN.get(number);
            ColumnTable table = reader == null ? null : reader.next();
            if (reader != null && table != null) {
                try {
                    ArrayExport.write(table, array.reinterpret(ArrowArray.sizeof()));
                } finally {
                    reader.giveBack(table);
                }
            }
            return 0;
        } catch (Throwable e) {
            return fail(e, message);
        }
    }

    @SuppressWarnings("restricted")
    private static int fail(Throwable thrown, MemorySegment message) {
        try {
            byte[] text = describe(thrown).getBytes(StandardCharsets.UTF_8);
            NativeBlock block = new NativeBlock(text.length + 1L, 1);
            MemorySegment.copy(text, 0, block.memory(), JAVA_BYTE, 0, text.length);
            block.memory().set(JAVA_BYTE, text.length, (byte) 0);
            message.reinterpret(ADDRESS.byteSize()).set(ADDRESS, 0, block.memory());
        } catch (Throwable e) {
            return NO_MEMORY; // without a message
        }
        return switch (thrown) {
            case OutOfMemoryError _ -> NO_MEMORY;
            case IOException _, UncheckedIOException _, Error _ -> IO_ERROR;
            default -> INVALID;
        };
    }

    /** The message of an exception that says all in it; those of other kinds name the kind. */
    private static String describe(Throwable thrown) {
        Throwable cause = thrown instanceof UncheckedIOException ? thrown.getCause() : null;
        Throwable what = cause == null ? thrown : cause;
        String message = what.getMessage();
        boolean saysAll = what instanceof RuntimeException || what.getClass() == IOException.class;
        return saysAll && message != null ? message : what.toString();
    }

    /** Called by C, once a stream is released. */
    @SuppressWarnings("CatchingUnchecked")
    private static void close(long number) {
        try {
            TableReader reader = OPEN.remove(number);
            if (reader != null) {
                reader.close();
            }
        } catch (Throwable e) {
            // The file or the threads are closed as far as could be; C has no use for the reason.
        }
    }
}
