package org.panamarc.python;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.panamarc.ErrorPolicy;
import org.panamarc.FileEncoding;
import org.panamarc.Framing;
import org.panamarc.MarcFormat;
import org.panamarc.Nfc;
import org.panamarc.ReadOptions;
import org.panamarc.internal.accounting.QuarantineFile;
import org.panamarc.internal.charset.TableCharset;

/**
 * How Python wants to read, in the plain types that cross; made once for a reader. The namedtuple
 * {@code Options} of Python's module {@code _source} has the same fields in the same order.
 *
 * @param onError {@code recover}, {@code skip} or {@code raise}
 * @param strict whether content defects count for that, too
 * @param framing {@code record} or {@code terminator}
 * @param fileEncoding the encoding of records whose leader/09 is not {@code a}, {@code unimarc}, or
 *     null for the rule of MARC 21
 * @param table the characters of that encoding's bytes, U+FFFD for none; null where it is to be one
 *     of the Java runtime's
 * @param nfc which values come in NFC: {@code none}, {@code decoded} or {@code all}
 * @param keepReferences whether numeric character references in MARC-8 stay as they are
 * @param threads how many read ahead, 0 where the environment decides
 * @param quarantine an absolute path, or empty for none; as readers of several inputs share the
 *     file, each goes on after the one before, and Python empties it first
 * @param format the input's, or empty to detect it from its first bytes
 */
public record PythonOptions(
        String onError,
        boolean strict,
        String framing,
        @Nullable String fileEncoding,
        @Nullable String table,
        String nfc,
        boolean keepReferences,
        int threads,
        String quarantine,
        String format) {
    /** The same for the core. */
    ReadOptions readOptions() {
        return ReadOptions.DEFAULT
                .withOnError(ErrorPolicy.valueOf(onError.toUpperCase(Locale.ROOT)))
                .withStrict(strict)
                .withFraming(Framing.valueOf(framing.toUpperCase(Locale.ROOT)))
                .withFileEncoding(encoding(fileEncoding))
                .withNfc(Nfc.valueOf(nfc.toUpperCase(Locale.ROOT)))
                .withKeepReferences(keepReferences)
                .withThreads(threads)
                .withFormat(format.isEmpty() ? null : MarcFormat.of(format));
    }

    private FileEncoding encoding(@Nullable String name) {
        if (name == null) {
            return FileEncoding.Rule.MARC_21;
        }
        if (name.equals("unimarc")) {
            return FileEncoding.Rule.UNIMARC;
        }
        return FileEncoding.of(
                table == null ? Charset.forName(name) : new TableCharset(name, table));
    }

    /** The quarantine, to go on after what it holds; null for none. */
    @Nullable QuarantineFile openQuarantine() throws IOException {
        return quarantine.isEmpty() ? null : new QuarantineFile(Path.of(quarantine), true);
    }
}
