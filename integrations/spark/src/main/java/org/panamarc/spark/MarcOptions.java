package org.panamarc.spark;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.panamarc.ErrorPolicy;
import org.panamarc.columns.ColumnField;
import org.panamarc.columns.RecordCondition;

/**
 * The options of a read, checked. Immutable.
 *
 * @param table what its columns hold
 * @param where which records have rows; null for all
 * @param settings how records are read
 * @param files which files
 */
record MarcOptions(
        TableColumns table,
        @Nullable RecordCondition where,
        ReadSettings settings,
        FileOptions files) {
    private static final Set<String> NAMES =
            Set.of(
                    "columns",
                    "columnnameofcorruptrecord",
                    "where",
                    "on_error",
                    "mode",
                    "strict",
                    "file_encoding",
                    "nfc",
                    "keep_references",
                    "threads",
                    "batch_size",
                    "format",
                    "path",
                    "paths",
                    "pathglobfilter",
                    "recursivefilelookup",
                    "maxpartitionbytes",
                    // Of Spark's reading of folders as streams.
                    "cleansource",
                    "discardcachedinputratio",
                    "filenameonly",
                    "latestfirst",
                    "maxbytespertrigger",
                    "maxcachedfiles",
                    "maxfileage",
                    "maxfilespertrigger",
                    "sourcearchivedir");

    /**
     * Reads options; the case of their names does not matter.
     *
     * @throws IllegalArgumentException if one is unknown, or its value cannot be read
     */
    static MarcOptions of(Map<String, String> given) {
        return ofChecked(OptionNames.check(given, NAMES));
    }

    /**
     * The same of options whose names were checked, and to which Spark has added others.
     *
     * @param options by name, whose case does not matter
     */
    static MarcOptions ofChecked(Map<String, String> options) {
        String where = options.get("where");
        return new MarcOptions(
                table(options),
                where == null ? null : WhereOption.read(where),
                settings(options),
                FileOptions.of(options));
    }

    private static TableColumns table(Map<String, String> options) {
        TableColumns columns = ColumnsOption.read(options.getOrDefault("columns", "bibliographic"));
        String corrupt = options.get("columnNameOfCorruptRecord");
        return corrupt == null ? columns : columns.withCorruptRecord(corrupt);
    }

    private static ReadSettings settings(Map<String, String> options) {
        ReadSettings settings =
                new ReadSettings(
                        policy(options),
                        flag(options, "strict"),
                        options.get("file_encoding"),
                        flag(options, "nfc"),
                        flag(options, "keep_references"),
                        number(options, "threads", 1),
                        number(options, "batch_size", ReadSettings.defaultBatchSize()),
                        options.get("format"));
        settings.options(); // throws what is wrong
        return settings;
    }

    /** What {@code on_error} says, or {@code mode}, as Spark's own sources call it. */
    private static ErrorPolicy policy(Map<String, String> options) {
        String asked = options.get("on_error");
        ErrorPolicy policy =
                asked == null
                        ? null
                        : switch (asked) {
                            case "recover" -> ErrorPolicy.RECOVER;
                            case "skip" -> ErrorPolicy.SKIP;
                            case "raise" -> ErrorPolicy.RAISE;
                            default ->
                                    throw unexpected("on_error", asked, "recover, skip or raise");
                        };
        String mode = options.get("mode");
        if (mode == null) {
            return policy == null ? ErrorPolicy.RECOVER : policy;
        }
        ErrorPolicy meant =
                switch (mode.toUpperCase(Locale.ROOT)) {
                    case "PERMISSIVE" -> ErrorPolicy.RECOVER;
                    case "DROPMALFORMED" -> ErrorPolicy.SKIP;
                    case "FAILFAST" -> ErrorPolicy.RAISE;
                    default ->
                            throw unexpected("mode", mode, "PERMISSIVE, DROPMALFORMED or FAILFAST");
                };
        if (policy != null && policy != meant) {
            throw new IllegalArgumentException(
                    "on_error is %s, and mode %s means %s; expected one of the two options"
                            .formatted(asked, mode, meant.name().toLowerCase(Locale.ROOT)));
        }
        return meant;
    }

    /**
     * An option that is true or false, and false where nothing is said.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static boolean flag(Map<String, String> options, String name) {
        String value = options.getOrDefault(name, "false");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unexpected(name, value, "true or false");
        };
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        String value = options.get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw unexpected(name, value, "a whole number");
        }
    }

    /** An error that says what was found and what was expected. */
    static IllegalArgumentException unexpected(String name, String value, String expected) {
        return new IllegalArgumentException(
                "option %s is '%s'; expected %s".formatted(name, value, expected));
    }

    /** The same with a column of corrupt records, as {@link TableColumns} has it. */
    MarcOptions withCorruptRecord(String name) {
        return new MarcOptions(table.withCorruptRecord(name), where, settings, files);
    }

    /** Names and types of the columns. */
    List<ColumnField> fields() {
        return table.fields();
    }
}
