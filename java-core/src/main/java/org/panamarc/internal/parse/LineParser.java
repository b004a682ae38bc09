package org.panamarc.internal.parse;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect.Kind;
import org.panamarc.internal.charset.Utf8;
import org.panamarc.internal.iso2709.LocalFields;

/** Reads formats in which a field is a line, in UTF-8. */
public final class LineParser implements FormatParser {
    /** A line that is longer holds no field. */
    private static final int LONGEST_LINE = 64 << 20;

    private final LineFormat format;
    private byte[] bytes = new byte[1 << 16];
    private int start; // of what was not read yet
    private int end;
    private int searched; // up to here there is no line end
    private long startOffset; // of the start in the input
    private long number; // of the line read last
    private @Nullable String kept; // the first line of the next record
    private boolean keptDamaged;
    private boolean damaged; // whether the line read last was not UTF-8
    private long keptFrom; // offset where the kept line begins
    private boolean inRecord;
    private boolean ended;
    private boolean over;
    private long position;
    private String problem = "";

    private LineParser(LineFormat format) {
        this.format = format;
    }

    /** A parser of MARCMaker's format, as MarcEdit writes it: mrk. */
    public static LineParser ofMarcMaker() {
        return new LineParser(new MarcMakerLines());
    }

    /** A parser of yaz-marcdump's line format. */
    public static LineParser ofYazLines() {
        return new LineParser(new YazLines());
    }

    /** A parser of Aleph's sequential format. */
    public static LineParser ofAleph() {
        return new LineParser(new AlephLines());
    }

    /** A parser of records as catalogues show them. */
    public static LineParser ofCatalogue() {
        return new LineParser(new CatalogueLines());
    }

    @Override
    public LocalFields localFields() {
        return LocalFields.NAMED;
    }

    @Override
    public Outcome next(RecordAssembler image) {
        if (over) {
            return Outcome.END;
        }
        if (!inRecord) {
            image.clear();
            inRecord = true;
        }
        if (kept != null) {
            String first = kept;
            kept = null;
            read(first, keptDamaged, image);
        }
        while (true) {
            String line = nextLine();
            if (line == null) {
                if (!ended) {
                    return end - start > LONGEST_LINE ? malformed() : Outcome.NEED_INPUT;
                }
                position = startOffset;
                return image.begun() ? complete(image) : over(image);
            }
            boolean blank = line.isBlank();
            if (image.begun() && (blank ? format.endsAtBlank() : format.begins(line, image))) {
                if (blank) {
                    position = startOffset;
                } else {
                    kept = line;
                    keptDamaged = damaged;
                    position = keptFrom;
                }
                return complete(image);
            }
            if (!blank) {
                read(line, damaged, image);
            }
        }
    }

    /** There is no further record; lines that belong to none are reported. */
    private Outcome over(RecordAssembler image) {
        over = true;
        if (image.problems().isEmpty()) {
            return Outcome.END;
        }
        problem = image.problems().getFirst().message();
        return Outcome.MALFORMED;
    }

    private Outcome complete(RecordAssembler image) {
        inRecord = false;
        format.complete(image);
        return Outcome.RECORD;
    }

    private void read(String line, boolean wasDamaged, RecordAssembler image) {
        format.read(line, number, image);
        if (wasDamaged) {
            image.note(
                    Kind.UNDECODABLE,
                    null,
                    "line %d is not UTF-8; what is malformed reads as U+FFFD".formatted(number));
        }
    }

    private Outcome malformed() {
        over = true;
        position = startOffset + end - start;
        problem =
                "malformed text at line %d, column 1: the line has more than %,d bytes"
                        .formatted(number + 1, LONGEST_LINE);
        return Outcome.MALFORMED;
    }

    /** The next line without its end, or null where there is none that is complete. */
    private @Nullable String nextLine() {
        int at = Math.max(searched, start);
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        searched = at;
        if (at == end && !(ended && start < end)) {
            return null;
        }
        int stop = at > start && at < end && bytes[at - 1] == '\r' ? at - 1 : at;
        int next = Math.min(at + 1, end);
        keptFrom = startOffset;
        int from = number == 0 && startsWithMark(stop) ? start + 3 : start;
        damaged = Utf8.walk(bytes, from, stop, stop) < stop;
        String line = new String(bytes, from, stop - from, StandardCharsets.UTF_8);
        startOffset += next - start;
        start = next;
        number++;
        return line;
    }

    private boolean startsWithMark(int stop) {
        return stop - start >= 3
                && bytes[start] == (byte) 0xEF
                && bytes[start + 1] == (byte) 0xBB
                && bytes[start + 2] == (byte) 0xBF;
    }

    @Override
    public void feed(byte[] more, int length) {
        if (length > bytes.length - end) {
            int left = end - start;
            byte[] target = left + length > bytes.length ? new byte[2 * (left + length)] : bytes;
            System.arraycopy(bytes, start, target, 0, left);
            bytes = target;
            searched -= start;
            start = 0;
            end = left;
        }
        System.arraycopy(more, 0, bytes, end, length);
        end += length;
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public String problem() {
        return problem;
    }
}
