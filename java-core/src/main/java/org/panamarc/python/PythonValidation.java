package org.panamarc.python;

import java.io.IOException;
import java.io.StringWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.batch.BatchUse;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.query.ValueSelector;
import org.panamarc.internal.query.ValueSpec;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.schema.BatchIssues;
import org.panamarc.internal.schema.CompiledSchema;
import org.panamarc.internal.schema.ReportJson;
import org.panamarc.internal.schema.SchemaTally;
import org.panamarc.schema.SchemaException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the records of inputs break, of the standard and of a schema. The threads that read look for
 * it; the methods here are called by one thread at a time.
 */
public final class PythonValidation {
    private static final JsonFactory JSON = new JsonFactory();
    private static final ValueSelector CONTROL_NUMBER = ValueSpec.of("001");

    /** What was found in a batch. */
    private record Found(@Nullable BatchIssues issues, String defects) {}

    private final @Nullable SchemaTally tally;
    private final boolean listsDefects;
    private final Function<BatchView, Found> checking = this::check;
    private final BatchUse use = new BatchUse(checking, null);
    private final StringBuilder defects = new StringBuilder();

    /**
     * Begins to count.
     *
     * @param schema what to check records against, too; null for none
     * @param examples how many issues of each kind are kept
     * @param listsDefects whether {@link #takeDefects} has any
     */
    PythonValidation(@Nullable CompiledSchema schema, int examples, boolean listsDefects) {
        this.tally = schema == null ? null : new SchemaTally(schema, examples);
        this.listsDefects = listsDefects;
    }

    /** The defects of records alone. */
    public static PythonValidation ofDefects() {
        return new PythonValidation(null, 0, true);
    }

    private Found check(BatchView batch) {
        BatchIssues issues = tally == null ? null : tally.check(batch);
        int checked = issues == null ? batch.records() : issues.records();
        return new Found(issues, listsDefects ? defectsOf(batch, checked) : "");
    }

    /** A line for each of the first records that has defects. */
    private static String defectsOf(BatchView batch, int records) {
        StringWriter text = new StringWriter();
        String source = batch.source();
        batch.defects()
                .headMap(records)
                .forEach((record, found) -> {
                    try (JsonGenerator json =
                            JSON.createGenerator(ObjectWriteContext.empty(), text)) {
                        json.writeStartObject();
                        json.writeStringProperty("source", source);
                        json.writeNumberProperty("number", batch.number(record));
                        CONTROL_NUMBER.find(
                                batch,
                                record,
                                (bytes, from, to) -> {
                                    json.writeStringProperty("001", batch.text(from, to));
                                    return false;
                                });
                        json.writeArrayPropertyStart("defects");
                        found.forEach(defect -> write(defect, json));
                        json.writeEndArray();
                        json.writeEndObject();
                    }
                    text.append('\n');
                });
        return text.toString();
    }

    private static void write(Defect defect, JsonGenerator json) {
        json.writeStartArray();
        json.writeString(defect.kind().text());
        json.writeString(defect.severity().text());
        json.writeNumber(defect.offset());
        json.writeString(defect.tag() == null ? "" : defect.tag());
        json.writeString(defect.message());
        json.writeEndArray();
    }

    /** Makes a batch ready to be added: parameters and exceptions as for the reader's. */
    ReadState advance(BatchReader reader, int maxRecords, int maxBytes) throws IOException {
        return reader.advance(maxRecords, maxBytes, use);
    }

    /**
     * Adds what was found in the batch that is ready.
     *
     * @throws SchemaException if a pattern takes too much time or memory on a value; the records
     *     before are added
     */
    void add(BatchReader reader) {
        Found found = reader.make(checking);
        defects.append(found.defects);
        if (tally != null && found.issues != null) {
            tally.add(found.issues);
        }
    }

    /** What breaks the schema so far, as {@link ReportJson} has it; empty without a schema. */
    public String issues() {
        return tally == null ? "" : ReportJson.of(tally.report());
    }

    /**
     * The defects found since this was called last: a line for each record that has some, an object
     * with its {@code source}, {@code number}, its first {@code 001}, if it has one, and its {@code
     * defects}, each an array of kind, severity, offset, tag (or an empty text) and message.
     */
    public String takeDefects() {
        String taken = defects.toString();
        defects.setLength(0);
        return taken;
    }
}
