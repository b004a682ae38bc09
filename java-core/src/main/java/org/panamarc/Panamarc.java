package org.panamarc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.panamarc.internal.Version;
import org.panamarc.internal.kernel.Scanners;
import org.panamarc.internal.readahead.Threads;
import org.panamarc.internal.write.FileSink;
import org.panamarc.internal.write.OutputForm;
import org.panamarc.internal.write.RecordOutput;

/**
 * What this library is and runs on.
 *
 * <p>The scanner, which looks for the terminators of records and fields, is the fastest that the
 * machine runs. The system property {@code panamarc.native}, or else the environment variable
 * {@code PANAMARC_NATIVE}, chooses another: {@code scalar}, {@code sse2}, {@code avx2}, {@code
 * avx512} or {@code neon} for that tier of the native library, {@code off} for the scanner in Java,
 * {@code on} for the fastest. All give the same answers. It is read once in a JVM; every reader
 * that is opened throws {@link IllegalArgumentException} where it names none that this machine can
 * run.
 */
public final class Panamarc {
    /** The version of this library. */
    public static final String VERSION = Version.TEXT;

    private Panamarc() {}

    /**
     * Writes the records of a file to another one, in some format. The target has its name only
     * once it is complete; until then, and where something is thrown, a file of that name stays as
     * it was. It is compressed where its name ends on {@code .gz}, {@code .bz2} or {@code .zst}.
     *
     * <p>Records in ISO 2709 that stay in it are written as {@link MarcWriter} does it by default:
     * in the bytes that were read, byte by byte, and those of broken structure repaired. All other
     * formats are UTF-8, and leader/09 becomes {@code a} in records that are more than ASCII.
     *
     * @param options how to read the source
     * @param format what to write
     * @throws IOException if a file cannot be read or written
     * @throws MarcWriteException if ISO 2709 has no room for a record
     * @throws MarcFormatException as {@link ErrorPolicy#RAISE} says, and if the source has no
     *     record and is neither empty nor an empty collection
     * @throws IllegalArgumentException if the format is only read
     */
    public static Conversion convert(
            Path source, Path target, ReadOptions options, MarcFormat format) throws IOException {
        return convert(source, target, options, format, WriteOptions.DEFAULT);
    }

    /**
     * The same, with a say in how ISO 2709 is written: {@link WriteOptions#withCoding} has all
     * values written in that coding and leader/09 set to it. What MARC-8 does not have, and bytes
     * that meant nothing in the coding they were read in, are among the losses. Where all values
     * are asked for in NFC ({@link Nfc#ALL}), which bytes that were read cannot be, {@link
     * WriteOptions.Coding#BY_LEADER} means UTF-8.
     *
     * @param options how to read the source; where neither they nor {@code PANAMARC_NUM_THREADS}
     *     say how many threads, as many as the process may use processors
     * @param format what to write
     * @param writing how to write it, if it is ISO 2709; all other formats are UTF-8
     * @throws IOException if a file cannot be read or written
     * @throws MarcWriteException if ISO 2709 has no room for a record, or its coding no character
     *     for a subfield's code
     * @throws MarcFormatException as {@link ErrorPolicy#RAISE} says, and if the source has no
     *     record and is neither empty nor an empty collection
     * @throws IllegalArgumentException if the format is only read, or is not written in that coding
     */
    public static Conversion convert(
            Path source, Path target, ReadOptions options, MarcFormat format, WriteOptions writing)
            throws IOException {
        WriteOptions known =
                options.nfc() == Nfc.ALL && writing.coding() == WriteOptions.Coding.BY_LEADER
                        ? writing.withCoding(WriteOptions.Coding.UTF_8)
                        : writing;
        return convert(source, target, options, OutputForm.of(format, known));
    }

    /**
     * Writes what a stylesheet makes of each record of a file to another one, in its order. The
     * target has its name only once it is complete, and is compressed as its name says; results
     * have no XML declaration of their own, and each but text ends with a line break.
     *
     * @param options how to read the source, as for {@code convert}; {@link ErrorPolicy#SKIP} also
     *     leaves out the records at which the stylesheet fails, which are among the losses
     * @throws IOException if a file cannot be read or written
     * @throws MarcWriteException if the stylesheet fails at a record
     * @throws MarcFormatException as {@code convert} does
     */
    public static Conversion transform(
            Path source, Path target, ReadOptions options, Stylesheet stylesheet)
            throws IOException {
        return convert(source, target, options, stylesheet.form());
    }

    private static Conversion convert(
            Path source, Path target, ReadOptions options, OutputForm form) throws IOException {
        int threads = Threads.numberForAll(options.threads());
        try (MarcReader reader = MarcReader.open(source, options.withThreads(threads));
                FileSink file = new FileSink(target);
                RecordOutput output = new RecordOutput(file.stream(), file.name(), form)) {
            if (options.onError() == ErrorPolicy.SKIP) {
                output.leaveOutRefused();
            }
            output.threads(threads);
            for (RecordBatch batch = reader.readBatch();
                    !batch.isEmpty();
                    batch = reader.readBatch()) {
                batch.write(output);
            }
            if (output.records() == 0) {
                reader.checkIsMarc();
            }
            output.finish();
            file.commit();
            return new Conversion(
                    output.records(), reader.bytesRead(), output.losses(), output.repaired());
        }
    }

    /**
     * The library's version ({@code version}), the Java runtime ({@code java}), the scanner that
     * runs ({@code scanner}), why it is that one ({@code scanner.reason}: empty where it is the
     * fastest and nobody chose it), and the tiers of the native library that this machine runs, by
     * which {@code panamarc.native} can choose ({@code scanner.tiers}: slowest first, with blanks
     * between; empty where the library is not used).
     *
     * @throws IllegalArgumentException if {@code panamarc.native} names none that can run
     */
    public static Map<String, String> describe() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", VERSION);
        facts.put("java", Runtime.version().toString());
        facts.put("scanner", Scanners.fastestName());
        facts.put("scanner.reason", Scanners.reason());
        facts.put("scanner.tiers", String.join(" ", Scanners.tiers()));
        return facts;
    }
}
