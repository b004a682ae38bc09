package org.panamarc.spark;

import java.io.Serializable;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import org.panamarc.ErrorPolicy;
import org.panamarc.FileEncoding;
import org.panamarc.MarcFormat;
import org.panamarc.Nfc;
import org.panamarc.ReadOptions;
import org.panamarc.columns.ColumnScan;

/**
 * How records are read, in a form that crosses to executors. Immutable.
 *
 * @param onError what to do with a broken record
 * @param strict whether content defects count for that, too
 * @param fileEncoding the encoding of records whose leader/09 is not {@code a}, {@code unimarc}, or
 *     null for the rule of MARC 21
 * @param nfc whether all values come in NFC
 * @param keepReferences whether numeric character references in MARC-8 stay as they are
 * @param threads how many read ahead in each task
 * @param batchSize records of a batch
 * @param format the files', or null to detect it
 */
record ReadSettings(
        ErrorPolicy onError,
        boolean strict,
        @Nullable String fileEncoding,
        boolean nfc,
        boolean keepReferences,
        int threads,
        int batchSize,
        @Nullable String format)
        implements Serializable {
    /**
     * The same for the core.
     *
     * @throws IllegalArgumentException if there is no such encoding or format, or a number is out
     *     of range
     */
    ReadOptions options() {
        return ReadOptions.DEFAULT
                .withOnError(onError)
                .withStrict(strict)
                .withFileEncoding(encoding(fileEncoding))
                .withNfc(nfc ? Nfc.ALL : Nfc.NONE)
                .withKeepReferences(keepReferences)
                .withThreads(threads)
                .withBatchRecords(batchSize)
                .withFormat(format == null ? null : MarcFormat.of(format));
    }

    private static FileEncoding encoding(@Nullable String name) {
        if (name == null) {
            return FileEncoding.Rule.MARC_21;
        }
        return name.equals("unimarc")
                ? FileEncoding.Rule.UNIMARC
                : FileEncoding.of(Charset.forName(name));
    }

    /** Records of a batch where nothing is said. */
    static int defaultBatchSize() {
        return ColumnScan.Builder.BATCH_RECORDS;
    }
}
