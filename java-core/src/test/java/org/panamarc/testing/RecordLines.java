package org.panamarc.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;

/** Reads a record that is written as lines, as {@code spec/marcspec} has them. */
public final class RecordLines {
    private RecordLines() {}

    /**
     * The record, read.
     *
     * @param leader of which 00-04 and 12-16 are left out
     * @param fields tag, a blank and the value, where {@code $} is a subfield delimiter and {@code
     *     {dollar}} a dollar sign
     */
    public static MarcRecord read(String leader, List<String> fields) throws IOException {
        RecordBuilder built = new RecordBuilder();
        for (String line : fields) {
            String value = line.substring(4).replace('$', '\u001F').replace("{dollar}", "$");
            built.field(line.substring(0, 3), value.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Bytes.with(built.build(), 5, leader.substring(5, 12));
        bytes = Bytes.with(bytes, 17, leader.substring(17));
        return MarcReader.of(bytes, ReadOptions.DEFAULT).readBatch().getFirst();
    }
}
