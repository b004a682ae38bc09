package org.panamarc.python;

import java.io.IOException;
import org.panamarc.internal.ReadState;

/** Uses batch after batch for some milliseconds, so that Python can look about in between. */
final class BatchLoop {
    private static final long ENOUGH_NANOS = 20_000_000;

    /** Makes a batch ready. */
    interface Step {
        ReadState next() throws IOException;
    }

    /** Uses the batch that is ready. */
    interface Use {
        void ofReady() throws IOException;
    }

    private BatchLoop() {}

    /** END, PAUSED, NEED_INPUT or FAILED, as {@link PythonReader} has them. */
    static long run(Step step, Use use) throws IOException {
        long enough = System.nanoTime() + ENOUGH_NANOS;
        do {
            switch (step.next()) {
                case READY -> use.ofReady();
                case END -> {
                    return PythonReader.END;
                }
                case PAUSED -> {
                    return PythonReader.PAUSED;
                }
                case NEED_INPUT -> {
                    return PythonReader.NEED_INPUT;
                }
                case FAILED -> {
                    return PythonReader.FAILED;
                }
            }
        } while (System.nanoTime() < enough);
        return PythonReader.PAUSED;
    }
}
