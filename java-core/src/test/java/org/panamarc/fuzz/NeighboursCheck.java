package org.panamarc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.panamarc.Span;
import org.panamarc.fuzz.Reading.Seen;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/**
 * Whatever bytes are between two records in order, call them A and B, these cost no neighbour:
 *
 * <ul>
 *   <li>A is always given first and whole, without a defect: its own leader, directory and
 *       terminators prove it, and no byte after it is looked at.
 *   <li>B is given whole and without a defect, too, unless the bytes between hold a leader and a
 *       directory that prove B to be part of their record just as well: one whose stated length
 *       ends exactly where B does and whose directory has an entry for each of B's terminators.
 *       Nothing less takes B away. A leader that states too great a length does not, and neither
 *       does one without an end, or a part of a leader that B's first bytes complete: the end of
 *       B's directory is seen, its base address agrees, and what was begun ends before B.
 * </ul>
 */
final class NeighboursCheck {
    private static final byte[] FIRST = RecordBuilder.numbered(1);

    private static final List<byte[]> LAST =
            List.of(
                    RecordBuilder.numbered(2),
                    new RecordBuilder().field("245", "10$aGr\u00FC\u00DFe").build(),
                    new RecordBuilder()
                            .scheme(' ')
                            .field("245", Bytes.latin1("10\u001FaGr\u00E8use"))
                            .build(),
                    new RecordBuilder().build());

    private NeighboursCheck() {}

    /** Puts the bytes between two records and reads them as chosen. */
    static void neighboursStayWhole(Choice choice, int which) {
        byte[] last = LAST.get(which % LAST.size());
        Choice both = choice.with(Bytes.concat(FIRST, choice.bytes, last));
        int largest = Math.max(choice.options.maxRecordBytes(), FIRST.length);
        List<Seen> records = Reading.of(both, both.options.withMaxRecordBytes(largest)).records();

        assertInOrder(records.getFirst(), new Span(0, FIRST.length));
        Seen end = records.getLast();
        int start = FIRST.length + choice.bytes.length;
        if (end.span().start() < start) {
            assertTrue(claimed(end, both), () -> "B is lost in " + end);
        } else {
            assertInOrder(end, new Span(start, last.length));
        }
    }

    private static void assertInOrder(Seen record, Span span) {
        assertEquals(span, record.span());
        assertEquals(List.of(), record.defects());
    }

    /** Whether a record that reaches to the end proves itself. */
    private static boolean claimed(Seen record, Choice both) {
        String raw = new String(both.only(record.span()).bytes, StandardCharsets.ISO_8859_1);
        int base = raw.indexOf(0x1E) + 1;
        long fieldTerminators = raw.chars().filter(c -> c == 0x1E).count();
        return record.span().end() == both.bytes.length
                && raw.startsWith("%05d".formatted(raw.length()))
                && raw.startsWith("%05d".formatted(base), 12)
                && (base - 25) % 12 == 0
                && fieldTerminators == (base - 25) / 12 + 1;
    }
}
