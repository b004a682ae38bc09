package org.panamarc.spark;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.jspecify.annotations.Nullable;
import org.panamarc.Leader;
import org.panamarc.MarcFormat;
import org.panamarc.MarcWriter;
import org.panamarc.WriteOptions;

/**
 * How records are written, in a form that crosses to executors. Immutable.
 *
 * @param format of the files; it holds whole records
 * @param coding which characters records in ISO 2709 are written in
 * @param overlong whether ISO 2709 may be longer than it can state
 * @param compression of the files
 */
record WriteSettings(
        MarcFormat format, WriteOptions.Coding coding, boolean overlong, Compression compression)
        implements Serializable {
    private static final Set<String> NAMES =
            Set.of("format", "coding", "overlong", "compression", "path", "maxrecordsperfile");

    /** What files are compressed by. */
    enum Compression {
        NONE(""),
        GZIP(".gz"),
        BZIP2(".bz2"),
        ZSTD(".zst");

        private final String suffix;

        Compression(String suffix) {
            this.suffix = suffix;
        }
    }

    /**
     * Reads options.
     *
     * @param given by name, whose case does not matter
     * @throws IllegalArgumentException if one is unknown, its value cannot be read, or it does not
     *     go with the others
     */
    static WriteSettings of(Map<String, String> given) {
        Map<String, String> options = OptionNames.check(given, NAMES);
        WriteSettings settings =
                new WriteSettings(
                        format(options.getOrDefault("format", MarcFormat.ISO_2709.text())),
                        coding(options.get("coding")),
                        MarcOptions.flag(options, "overlong"),
                        compression(options.getOrDefault("compression", "none")));
        settings.writer(OutputStream.nullOutputStream(), "").losses(); // throws what is wrong
        return settings;
    }

    private static MarcFormat format(String name) {
        MarcFormat format = MarcFormat.of(name);
        if (!format.isRead()) {
            throw new IllegalArgumentException(
                    "the format %s holds a part of each record; expected one that holds all of it, such as iso2709, marcxml, json, jsonl or mrk"
                            .formatted(name));
        }
        return format;
    }

    private static WriteOptions.Coding coding(@Nullable String name) {
        return switch (name) {
            case null -> WriteOptions.Coding.BY_LEADER;
            case "utf-8" -> WriteOptions.Coding.UTF_8;
            case "marc-8" -> WriteOptions.Coding.MARC_8;
            default -> throw MarcOptions.unexpected("coding", name, "utf-8 or marc-8");
        };
    }

    private static Compression compression(String name) {
        for (Compression one : Compression.values()) {
            if (one.name().equals(name.toUpperCase(Locale.ROOT))) {
                return one;
            }
        }
        throw MarcOptions.unexpected("compression", name, "none, gzip, bzip2 or zstd");
    }

    /** Whether a record with a leader is written in MARC-8. */
    boolean isMarc8(Leader leader) {
        if (format != MarcFormat.ISO_2709 || coding != WriteOptions.Coding.BY_LEADER) {
            return coding == WriteOptions.Coding.MARC_8;
        }
        boolean unimarc = leader.text().charAt(23) == ' ';
        return leader.characterCodingScheme() != 'a' && !unimarc;
    }

    /** What the names of files end in. */
    String suffix() {
        String ofFormat =
                switch (format) {
                    case ISO_2709 -> ".mrc";
                    case MARCXML -> ".xml";
                    default -> "." + format.text();
                };
        return ofFormat + compression.suffix;
    }

    /** A stream that compresses, and closes the other one with itself. */
    OutputStream compressed(OutputStream stream) throws IOException {
        return switch (compression) {
            case NONE -> stream;
            case GZIP -> new GZIPOutputStream(stream);
            case BZIP2 -> new BZip2CompressorOutputStream(stream);
            case ZSTD -> new ZstdOutputStream(stream);
        };
    }

    /**
     * A writer of records.
     *
     * @param name what to call the stream in messages
     */
    MarcWriter writer(OutputStream stream, String name) {
        return MarcWriter.to(
                stream,
                name,
                format,
                WriteOptions.DEFAULT.withCoding(coding).withOverlong(overlong));
    }
}
