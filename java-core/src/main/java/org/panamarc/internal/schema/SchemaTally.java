package org.panamarc.internal.schema;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.schema.SchemaException;
import org.panamarc.schema.SchemaIssue;
import org.panamarc.schema.SchemaReport;
import org.panamarc.schema.SchemaRule;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Counts what records break of a schema, by rule and place. Not thread-safe. */
public final class SchemaTally {
    private record Key(SchemaRule rule, String place) {}

    private static final class Row {
        private final List<SchemaIssue> examples = new ArrayList<>();
        private long times;
        private long records;
        private long lastRecord; // the record counted last, from 1; 0 for none
    }

    private final RecordCheck check;
    private final int mostExamples;
    private final Map<Key, Row> rows = new LinkedHashMap<>();
    private long records;
    private long recordsWithIssues;
    private long issues;

    /**
     * A tally of no records.
     *
     * @param mostExamples how many issues of each row are kept
     */
    public SchemaTally(CompiledSchema schema, int mostExamples) {
        this.check = new RecordCheck(schema);
        this.mostExamples = mostExamples;
    }

    /**
     * Counts the records of a batch.
     *
     * @throws SchemaException if a pattern takes too much time or memory on a value
     */
    public void add(BatchView batch) {
        for (int record = 0; record < batch.records(); record++) {
            add(batch, record);
        }
    }

    private void add(BatchView batch, int record) {
        records++;
        long before = issues;
        check.check(
                batch,
                record,
                (rule, tag, place, found, expected) -> {
                    issues++;
                    Row row = row(rule, place);
                    row.times++;
                    if (row.lastRecord != records) {
                        row.lastRecord = records;
                        row.records++;
                    }
                    if (row.examples.size() < mostExamples) {
                        row.examples.add(
                                RecordCheck.issueOf(
                                        batch, record, rule, tag, place, found, expected));
                    }
                });
        recordsWithIssues += issues > before ? 1 : 0;
    }

    private Row row(SchemaRule rule, String place) {
        Key key = new Key(rule, place);
        Row row = rows.get(key);
        if (row == null && rows.size() >= SchemaReport.MOST_PLACES) {
            key = new Key(rule, SchemaReport.OTHER_PLACES);
            row = rows.get(key);
        }
        if (row == null) {
            row = new Row();
            rows.put(key, row);
        }
        return row;
    }

    /** What was counted so far. */
    public SchemaReport report() {
        List<SchemaReport.Row> found = new ArrayList<>();
        rows.forEach((key, row) ->
                found.add(
                        new SchemaReport.Row(
                                key.rule, key.place, row.times, row.records, row.examples)));
        found.sort(Comparator.comparingLong(SchemaReport.Row::times).reversed());
        return new SchemaReport(records, recordsWithIssues, issues, found);
    }

    /** The report as a JSON object, with the names of its parts in the form that Python has. */
    public String asJson() {
        SchemaReport report = report();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = generator(text)) {
            json.writeStartObject();
            json.writeNumberProperty("records", report.records());
            json.writeNumberProperty("records_with_issues", report.recordsWithIssues());
            json.writeNumberProperty("issues", report.issues());
            json.writeArrayPropertyStart("rows");
            for (SchemaReport.Row row : report.rows()) {
                json.writeStartObject();
                json.writeStringProperty("rule", row.rule().text());
                json.writeStringProperty("place", row.place());
                json.writeNumberProperty("times", row.times());
                json.writeNumberProperty("records", row.records());
                json.writeName("examples");
                write(row.examples(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Issues as a JSON array. */
    public static String asJson(List<SchemaIssue> issues) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = generator(text)) {
            write(issues, json);
        }
        return text.toString();
    }

    private static JsonGenerator generator(StringWriter text) {
        return new JsonFactory().createGenerator(ObjectWriteContext.empty(), text);
    }

    private static void write(List<SchemaIssue> issues, JsonGenerator json) {
        json.writeStartArray();
        for (SchemaIssue issue : issues) {
            json.writeStartObject();
            json.writeStringProperty("rule", issue.rule().text());
            json.writeStringProperty("source", issue.source());
            json.writeNumberProperty("record_number", issue.recordNumber());
            json.writeNumberProperty("offset", issue.offset());
            json.writeStringProperty("tag", issue.tag());
            json.writeStringProperty("place", issue.place());
            json.writeStringProperty("found", issue.found());
            json.writeStringProperty("expected", issue.expected());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
