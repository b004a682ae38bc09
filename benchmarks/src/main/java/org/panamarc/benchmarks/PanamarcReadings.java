package org.panamarc.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.panamarc.MarcFile;
import org.panamarc.MarcRecord;

/** The tasks, as a user of panamarc writes them. */
final class PanamarcReadings {
    private PanamarcReadings() {}

    static Answers loop(Path path) throws IOException {
        Answers answers = new Answers();
        try (MarcFile file = MarcFile.open(path)) {
            for (MarcRecord ignored : file) {
                answers.addRecord();
            }
        }
        return answers;
    }

    static Answers oneValue(Path path) throws IOException {
        Answers answers = new Answers();
        try (MarcFile file = MarcFile.open(path)) {
            for (MarcRecord record : file) {
                answers.addRecord(record.value("245$a"));
            }
        }
        return answers;
    }

    /** One value and two lists of a file that may be in MARC-8. */
    static Answers lists(Path path) throws IOException {
        Answers answers = new Answers();
        try (MarcFile file = MarcFile.open(path)) {
            for (MarcRecord record : file) {
                answers.addRecord(record.value("245$a"));
                record.values("020$a").forEach(answers::add);
                record.values("650$a").forEach(answers::add);
            }
        }
        return answers;
    }
}
