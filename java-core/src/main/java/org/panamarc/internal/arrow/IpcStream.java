package org.panamarc.internal.arrow;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.columns.ColumnTable;
import org.panamarc.internal.columns.PlacedTable;
import org.panamarc.internal.columns.PlacedVector;
import org.panamarc.internal.columns.TableReader;

/** The stream of Arrow's IPC format, piece by piece. Not thread-safe. */
public final class IpcStream {
    private final TableReader reader;
    private boolean begun;
    private boolean ended;

    /** A stream of what a reader gives. */
    public IpcStream(TableReader reader) {
        this.reader = reader;
    }

    /**
     * The next piece: the schema, then a batch with its dictionaries, at last what ends the stream.
     *
     * @return null after that
     * @throws IOException as {@link TableReader#next}, as are all other exceptions
     */
    public byte @Nullable [] next() throws IOException {
        if (!begun) {
            begun = true;
            return IpcMessages.schema(reader.schema());
        }
        if (ended) {
            return null;
        }
        ColumnTable table = reader.next();
        if (table == null) {
            ended = true;
            return IpcMessages.end();
        }
        try {
            return batch(table);
        } finally {
            reader.giveBack(table);
        }
    }

    private static byte[] batch(ColumnTable table) {
        PlacedTable places = table.place();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(places.bytes(), PlacedVector.ALIGNMENT);
            table.copy(places, memory);
            ByteArrayOutputStream piece = new ByteArrayOutputStream();
            List<PlacedVector> dictionaries = new ArrayList<>();
            places.columns().forEach(column -> collect(column, dictionaries));
            long at = places.body();
            for (int i = 0; i < dictionaries.size(); i++) {
                PlacedVector values = dictionaries.get(i);
                long next = end(values);
                piece.writeBytes(IpcMessages.dictionary(i, values, at, next - at));
                piece.writeBytes(memory.asSlice(at, next - at).toArray(JAVA_BYTE));
                at = next;
            }
            piece.writeBytes(IpcMessages.batch(places.rows(), places.columns(), places.body()));
            piece.writeBytes(memory.asSlice(0, places.body()).toArray(JAVA_BYTE));
            return piece.toByteArray();
        }
    }

    /** The dictionaries in the order of their numbers: as fields are within each other. */
    private static void collect(PlacedVector vector, List<PlacedVector> found) {
        if (vector.dictionary() != null) {
            found.add(vector.dictionary());
        }
        vector.children().forEach(child -> collect(child, found));
    }

    /** The offset after a dictionary, which has buffers of its own alone. */
    private static long end(PlacedVector values) {
        return values.buffers().getLast().next();
    }
}
