package org.panamarc.python;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.panamarc.ErrorPolicy;
import org.panamarc.Framing;
import org.panamarc.ReadOptions;
import org.panamarc.internal.batch.QuarantineFile;

/**
 * How Python wants to read, in the plain types that cross; made once for a reader. The namedtuple
 * {@code Options} of Python's module {@code _source} has the same fields in the same order.
 *
 * @param onError {@code recover}, {@code skip} or {@code raise}
 * @param strict whether content defects count for that, too
 * @param framing {@code record} or {@code terminator}
 * @param quarantine an absolute path, or empty for none; as readers of several inputs share the
 *     file, each goes on behind the one before, and Python empties it first
 */
public record PythonOptions(String onError, boolean strict, String framing, String quarantine) {
    /** The same for the core. */
    ReadOptions readOptions() {
        return ReadOptions.DEFAULT
                .withOnError(ErrorPolicy.valueOf(onError.toUpperCase(Locale.ROOT)))
                .withStrict(strict)
                .withFraming(Framing.valueOf(framing.toUpperCase(Locale.ROOT)));
    }

    /** The quarantine, to go on behind what it holds; null for none. */
    @Nullable QuarantineFile openQuarantine() throws IOException {
        return quarantine.isEmpty() ? null : new QuarantineFile(Path.of(quarantine), true);
    }
}
