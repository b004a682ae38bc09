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
}
