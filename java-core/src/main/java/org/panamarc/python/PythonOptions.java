package org.panamarc.python;

import java.util.Locale;
import org.panamarc.ErrorPolicy;
import org.panamarc.Framing;
import org.panamarc.ReadOptions;

/**
 * How Python wants to read, in the plain types that cross; made once for a reader. The namedtuple
 * {@code Options} of Python's module {@code _source} has the same fields in the same order.
 *
 * @param onError {@code recover}, {@code skip} or {@code raise}
 * @param strict whether content defects count for that, too
 * @param framing {@code record} or {@code terminator}
 */
public record PythonOptions(String onError, boolean strict, String framing) {
    /** The same for the core. */
    ReadOptions readOptions() {
        return ReadOptions.DEFAULT
                .withOnError(ErrorPolicy.valueOf(onError.toUpperCase(Locale.ROOT)))
                .withStrict(strict)
                .withFraming(Framing.valueOf(framing.toUpperCase(Locale.ROOT)));
    }
}
