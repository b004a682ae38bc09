package org.panamarc.internal.crosswalk;

import org.panamarc.internal.layout.BatchView;

/** A format with a citation for each record, under a key that no other has. Not thread-safe. */
abstract class CitationFormat implements Crosswalk {
    /** What the tables name where a format has no place for a part of a citation. */
    static final String NONE = "-";

    private final CitationKeys keys = new CitationKeys();

    @Override
    public final CharSequence text(BatchView batch, int record) {
        SourceRecord source = SourceRecord.of(batch, record);
        Citation citation = Citation.of(source);
        return text(citation, keys.of(citation, source.first("001").data(), batch.number(record)));
    }

    /** A citation in the format. */
    abstract CharSequence text(Citation citation, String key);
}
