package org.panamarc.internal.source;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A private off-heap copy of a range of the input, moved along it.
 *
 * <p>Natives may read it, since no other process can take its pages away. One reader owns it; it is
 * not thread-safe. {@link #close} frees its memory.
 */
public final class Window implements AutoCloseable {
    /** Bytes after the end of a range that the decision where it ends may take. */
    private static final int LOOKAHEAD = 4096;

    private final Source source;
    private final int initialSize;
    private Arena arena = Arena.ofShared();
    private MemorySegment memory = MemorySegment.NULL;
    private int length; // bytes of the input that are in the window
    private long inputOffset; // offset in the input of the window's first byte
    private boolean ended;
    private int atOnce; // the most bytes of the next refill

    /**
     * A window that is empty until its first refill.
     *
     * @param size bytes that the window holds unless a record asks for more
     */
    public Window(Source source, int size) {
        this.source = source;
        this.initialSize = size;
        this.atOnce = size;
    }

    /**
     * Empties the window, whose next refill begins elsewhere in the input.
     *
     * @param offset in the input
     * @param expected bytes that are wanted from there, as far as is known: the next refill need
     *     not read more than these and what a decision about their end takes
     * @throws UnsupportedOperationException if the source is read only once
     */
    public void goTo(long offset, long expected) {
        source.goTo(offset);
        inputOffset = offset;
        length = 0;
        ended = false;
        atOnce =
                Math.min(Math.toIntExact(Math.min(expected, initialSize)) + LOOKAHEAD, initialSize);
    }

    /** The bytes; only the first {@link #length} are of the input. Another after each refill. */
    public MemorySegment memory() {
        return memory;
    }

    /** Bytes of the input that are in the window. */
    public int length() {
        return length;
    }

    /** The offset in the input of the window's first byte. */
    public long inputOffset() {
        return inputOffset;
    }

    /** Whether the window reaches to the end of the input. */
    public boolean ended() {
        return ended;
    }

    /**
     * Drops the first bytes and appends what the source gives next, at most as much as the window
     * held at first. Where more than half of the window is kept, it doubles, so that even a huge
     * record is copied a few times only.
     *
     * @param from offset in the window of the first byte to keep
     * @return the number of new bytes, or what {@link Source#read} said instead
     * @throws IOException if the source fails; the first bytes are dropped all the same
     */
    public int refill(int from) throws IOException {
        if (ended) {
            return Source.END;
        }
        int kept = length - from;
        makeRoom(from, kept);
        length = kept;
        inputOffset += from;
        int got = source.read(memory, kept, (int) Math.min(memory.byteSize() - kept, atOnce));
        atOnce = initialSize;
        length += Math.max(got, 0);
        ended = got == Source.END || source.remaining() == 0;
        return got;
    }

    /** Moves the kept bytes to the front of a buffer with room after them. */
    private void makeRoom(int from, int kept) {
        long size = memory.byteSize();
        if (size == 0) {
            // A small input gets a small window, so that many open readers cost little.
            size = Math.clamp(source.remaining(), 1, initialSize);
        } else if (kept > size / 2) {
            size = Math.min(size * 2, Integer.MAX_VALUE - 8);
        }
        if (size == memory.byteSize()) {
            if (from > 0) {
                MemorySegment.copy(memory, from, memory, 0, kept);
            }
            return;
        }
        Arena larger = Arena.ofShared();
        MemorySegment target = larger.allocate(size, 64);
        MemorySegment.copy(memory, from, target, 0, kept);
        arena.close();
        arena = larger;
        memory = target;
    }

    @Override
    public void close() throws IOException {
        if (arena.scope().isAlive()) {
            arena.close();
            memory = MemorySegment.NULL;
            length = 0;
            ended = true;
        }
        source.close();
    }
}
