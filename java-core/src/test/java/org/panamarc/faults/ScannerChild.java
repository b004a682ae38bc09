package org.panamarc.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.Panamarc;
import org.panamarc.ReadOptions;
import org.panamarc.python.PythonInfo;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/**
 * Says its scanner, why it is that one, the tiers, and how many of 50 records it has read; where no
 * scanner can be had, what each of three ways to ask for one answers, and 0. The property {@code
 * quarantine} names the file for what is left out.
 */
final class ScannerChild {
    private static final String QUARANTINE = System.getProperty("quarantine", "");
    private static final byte[] FILE =
            Bytes.concat(
                    IntStream.rangeClosed(1, 50)
                            .mapToObj(RecordBuilder::numbered)
                            .toArray(byte[][]::new));

    private ScannerChild() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Map<String, String> facts = Panamarc.describe();
            out.println(facts.get("scanner"));
            out.println(facts.get("scanner.reason"));
            out.println(facts.get("scanner.tiers"));
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println(PythonInfo.refusal());
        }
        int records = 0;
        ReadOptions options = ReadOptions.DEFAULT.withQuarantine(Path.of(QUARANTINE));
        try (MarcReader reader = MarcReader.of(FILE, options)) {
            for (MarcRecord record : reader) {
                records += record.fields().isEmpty() ? 0 : 1;
            }
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
        }
        out.println(records);
    }
}
