package org.panamarc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormat;
import org.panamarc.MarcFormatException;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.RecordBatch;
import org.panamarc.SkippedRange;
import org.panamarc.Span;
import org.panamarc.testing.AwkwardStream;
import org.panamarc.testing.Dump;

/** What holds for any bytes that are read in a format other than ISO 2709. */
public final class FormatCheck {
    private FormatCheck() {}

    /** What reading gave, in the order in which it did. */
    private record Read(List<String> events, List<Span> spans, List<SkippedRange> skipped) {}

    /**
     * Records and skipped ranges are the whole input, without gap or overlap; what is not read is
     * reported by an exception; a stream gives the same as memory, however its bytes come; records
     * are valid ISO 2709.
     */
    public static void everyByteIsAccountedFor(byte[] bytes, MarcFormat format, int atOnce) {
        try {
            ReadOptions options = ReadOptions.DEFAULT.withFormat(format);
            Read read = read(MarcReader.of(bytes, options), bytes.length);
            long at = 0;
            int record = 0;
            int range = 0;
            while (at < bytes.length) {
                boolean isRecord =
                        record < read.spans.size() && read.spans.get(record).start() == at;
                Span next =
                        isRecord
                                ? read.spans.get(record++)
                                : range < read.skipped.size()
                                        ? read.skipped.get(range++).span()
                                        : new Span(-1, 0);
                assertEquals(at, next.start(), () -> "a gap in " + read);
                at += next.length();
            }
            assertEquals(bytes.length, at);
            boolean unread =
                    read.skipped.stream().anyMatch(one -> one.reason().text().equals("not read"));
            boolean reported = read.events.stream().anyMatch(event -> event.startsWith("!"));
            assertTrue(reported || !unread, () -> "not reported: " + read);
            Read streamed =
                    read(
                            MarcReader.of(new AwkwardStream(bytes, atOnce), "<bytes>", options),
                            bytes.length);
            if (format != MarcFormat.MARCXML || !hasStrayEndOfCdata(bytes)) {
                assertEquals(read.spans, streamed.spans);
                assertEquals(read.skipped, streamed.skipped);
                assertEquals(withoutPlaces(read.events), withoutPlaces(streamed.events));
            }
            Read skipping =
                    read(MarcReader.of(bytes, options.withOnError(ErrorPolicy.SKIP)), bytes.length);
            assertTrue(skipping.events.stream().noneMatch(event -> event.startsWith("!")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where in a character or a word the input ends, the libraries see by what they were given. */
    private static List<String> withoutPlaces(List<String> events) {
        return events.stream()
                .map(event -> event.startsWith("!") ? withoutPlace(event) : event)
                .toList();
    }

    private static String withoutPlace(String event) {
        return event.replaceFirst("(malformed \\w+) at line .*", "$1");
    }

    /** Whether there is one that ends no CDATA section: the library sees it within text alone. */
    private static boolean hasStrayEndOfCdata(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "");
        return text.replaceAll("(?s)<!\\[CDATA\\[.*?]]>", "").contains("]]>");
    }

    private static Read read(MarcReader opened, int length) throws IOException {
        Read read = new Read(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (MarcReader reader = opened) {
            while (true) {
                try {
                    RecordBatch batch = reader.readBatch();
                    if (batch.isEmpty()) {
                        break;
                    }
                    for (MarcRecord record : batch) {
                        read.spans.add(record.span());
                        read.events.add(Dump.of(record) + record.defects());
                    }
                } catch (MarcFormatException e) {
                    read.events.add("!" + e.getMessage());
                    assertTrue(read.events.size() <= 2 * length + 2, "it does not end");
                }
            }
            read.skipped.addAll(reader.skipped());
            assertEquals(length, reader.bytesRead());
        }
        return read;
    }
}
