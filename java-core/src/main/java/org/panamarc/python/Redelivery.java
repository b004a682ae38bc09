package org.panamarc.python;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormatException;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.reader.BatchReader;

/**
 * Gives Python the same again until it says that it has it. Python notices Ctrl-C after a call, and
 * then does not get what the call gave. So with each call that asks for something comes a number:
 * while it is that of the call before, the same is given again. Used under the reader's lock.
 */
final class Redelivery {
    private final BatchReader reader;
    private long taken; // the number that came last; another one drops what was given
    private boolean given; // a batch or the failure, and Python has not said that it has it
    private volatile @Nullable MarcFormatException failure; // read without the lock, too
    private long boundariesTaken; // as `taken`
    private LongBuffer pairs = LongBuffer.allocate(0); // found last, up to its position

    Redelivery(BatchReader reader) {
        this.reader = reader;
    }

    /** Drops what was given last, if Python has it; whether a failure is still to be given. */
    boolean settle(long number) {
        if (number != taken && given) {
            if (failure == null) {
                reader.drop();
            }
            failure = null;
            given = false;
        }
        taken = number;
        return failure != null;
    }

    /** Puts the batch that is ready into a buffer; its length, or the length needed, below 0. */
    long give(ByteBuffer target) {
        int length = reader.readyLength();
        if (length > target.limit()) {
            return -length;
        }
        reader.copy(target);
        given = true;
        return length;
    }

    /** Gives a failure. */
    void give(@Nullable MarcFormatException failed) {
        failure = failed;
        given = true;
    }

    /** The failure that was given, until Python has it. */
    @Nullable MarcFormatException failure() {
        return failure;
    }

    /**
     * Finds pairs of offset and length, unless there are some that Python does not have yet.
     *
     * @param room the most numbers
     */
    ReadState boundaries(int room, long number) throws IOException {
        if (number != boundariesTaken) {
            pairs.clear();
            boundariesTaken = number;
        }
        if (pairs.position() > 0) {
            return ReadState.READY;
        }
        if (pairs.capacity() < room) {
            pairs = LongBuffer.allocate(room);
        }
        return reader.boundaries(pairs.clear().limit(room));
    }

    /** Puts the pairs into a buffer; their size in bytes, or the size needed, below 0. */
    long giveBoundaries(LongBuffer target) {
        int size = pairs.position();
        if (size > target.capacity()) {
            return -8L * size;
        }
        target.put(0, pairs, 0, size);
        return 8L * size;
    }
}
