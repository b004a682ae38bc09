package org.panamarc.python;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
 * How Python wants to read, in the plain types that cross; made once for a reader. Python's {@code
 * Options}, in its module {@code _input.options}, gives each by the name in {@link #of}.
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
    /**
     * The options that Python names.
     *
     * @param namesAndValues a name and its value in turn: {@code on_error}, {@code strict} and so
     *     on, as this record's components are called in Python; a flag is {@code true} or {@code
     *     false}
     * @throws IllegalArgumentException for a name that is unknown, repeated or missing
     */
    public static PythonOptions of(@Nullable String... namesAndValues) {
        Map<String, @Nullable String> given = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (given.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]) != null) {
                throw new IllegalArgumentException("repeated: " + namesAndValues[i]);
            }
        }
        PythonOptions options =
                new PythonOptions(
                        take(given, "on_error"),
                        flag(given, "strict"),
                        take(given, "framing"),
                        given.remove("file_encoding"),
                        given.remove("table"),
                        take(given, "nfc"),
                        flag(given, "keep_references"),
                        Integer.parseInt(take(given, "threads")),
                        take(given, "quarantine"),
                        take(given, "format"));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown options: " + given.keySet());
        }
        return options;
    }

    private static String take(Map<String, @Nullable String> given, String name) {
        String value = given.remove(name);
        if (value == null) {
            throw new IllegalArgumentException("no option " + name);
        }
        return value;
    }

    private static boolean flag(Map<String, @Nullable String> given, String name) {
        return Boolean.parseBoolean(take(given, name));
    }

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
