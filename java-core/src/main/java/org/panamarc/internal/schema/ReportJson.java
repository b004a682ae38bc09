package org.panamarc.internal.schema;

import java.io.StringWriter;
import java.util.List;
import org.panamarc.schema.SchemaIssue;
import org.panamarc.schema.SchemaReport;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Reports and issues as JSON, with the names of their parts in the form that Python has. */
public final class ReportJson {
    private ReportJson() {}

    /** A report as an object. */
    public static String of(SchemaReport report) {
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

    /** Issues as an array. */
    public static String of(List<SchemaIssue> issues) {
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
