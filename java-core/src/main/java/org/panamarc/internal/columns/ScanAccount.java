package org.panamarc.internal.columns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.panamarc.Defect;
import org.panamarc.SkippedRange;
import org.panamarc.internal.reader.BatchReader;

/** What has happened to the inputs of a scan: the accounts of their readers, added up. */
public final class ScanAccount {
    private final List<SkippedRange> skipped = new ArrayList<>();
    private final Map<Defect.Kind, Long> defects = new EnumMap<>(Defect.Kind.class);
    private final List<String> foreign = new ArrayList<>();
    private long records;
    private long bytes;

    ScanAccount() {}

    /** A copy with the account of one more reader. */
    ScanAccount with(BatchReader reader) {
        ScanAccount sum = new ScanAccount();
        sum.skipped.addAll(skipped);
        sum.defects.putAll(defects);
        sum.foreign.addAll(foreign);
        sum.records = records;
        sum.bytes = bytes;
        sum.addRead(reader);
        return sum;
    }

    private void addRead(BatchReader reader) {
        skipped.addAll(reader.skipped(0));
        reader.defectCounts().forEach((kind, count) -> defects.merge(kind, count, Long::sum));
        records += reader.recordsRead();
        bytes += reader.bytesRead();
    }

    /** Adds the account of a reader that has read all it will. */
    void add(BatchReader reader) throws IOException {
        addRead(reader);
        String found = reader.foreign();
        if (!found.isEmpty()) {
            foreign.add("%s: begins as %s".formatted(reader.sourceName(), found));
        }
    }

    /** Ranges of the inputs that belong to no record. */
    public List<SkippedRange> skipped() {
        return List.copyOf(skipped);
    }

    /** Number of defects by kind. */
    public Map<Defect.Kind, Long> defectCounts() {
        return Map.copyOf(defects);
    }

    /** The inputs without a record that are not MARC, and what they begin as: a sentence each. */
    public List<String> foreign() {
        return List.copyOf(foreign);
    }

    /** Records read, those without rows included. */
    public long records() {
        return records;
    }

    /** Bytes of the (decompressed) inputs that are in a record or a skipped range. */
    public long bytes() {
        return bytes;
    }
}
