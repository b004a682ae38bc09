package org.panamarc.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.marc4j.MarcStreamReader;
import org.marc4j.converter.CharConverter;
import org.marc4j.converter.impl.AnselToUnicode;
import org.marc4j.marc.DataField;
import org.marc4j.marc.Record;
import org.marc4j.marc.Subfield;
import org.marc4j.marc.VariableField;

/** The same tasks, as a user of marc4j writes them. */
final class Marc4jReadings {
    private static final int BUFFER = 1 << 20;
    private static final List<String> LISTS = List.of("020", "650");

    private Marc4jReadings() {}

    static Answers loop(Path path) throws IOException {
        Answers answers = new Answers();
        try (InputStream input = open(path)) {
            MarcStreamReader reader = new MarcStreamReader(input);
            while (reader.hasNext()) {
                reader.next();
                answers.addRecord();
            }
        }
        return answers;
    }

    static Answers oneValue(Path path) throws IOException {
        Answers answers = new Answers();
        try (InputStream input = open(path)) {
            MarcStreamReader reader = new MarcStreamReader(input);
            while (reader.hasNext()) {
                answers.addRecord(title(reader.next()));
            }
        }
        return answers;
    }

    private static InputStream open(Path path) throws IOException {
        return new BufferedInputStream(Files.newInputStream(path), BUFFER);
    }

    private static @Nullable String title(Record record) {
        if (record.getVariableField("245") instanceof DataField field) {
            Subfield subfield = field.getSubfield('a');
            return subfield == null ? null : subfield.getData();
        }
        return null;
    }

    /** One value and two lists of a file that may be in MARC-8; only what is asked is converted. */
    static Answers lists(Path path) throws IOException {
        Answers answers = new Answers();
        CharConverter converter = new AnselToUnicode();
        try (InputStream input = open(path)) {
            MarcStreamReader reader = new MarcStreamReader(input);
            while (reader.hasNext()) {
                Record record = reader.next();
                boolean marc8 = record.getLeader().getCharCodingScheme() == ' ';
                String title = title(record);
                answers.addRecord(title != null && marc8 ? converter.convert(title) : title);
                for (String tag : LISTS) {
                    for (VariableField field : record.getVariableFields(tag)) {
                        for (Subfield subfield : ((DataField) field).getSubfields('a')) {
                            String value = subfield.getData();
                            answers.add(marc8 ? converter.convert(value) : value);
                        }
                    }
                }
            }
        }
        return answers;
    }
}
