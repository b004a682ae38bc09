package org.panamarc.internal.iso2709;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.panamarc.Defect.Kind;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.framing.Leaders;
import org.panamarc.internal.framing.RecordEnding;

/**
 * Reads a record whose leader, directory or terminators do not all agree.
 *
 * <pre>
 * no 0x1E ends the directory, but up to the base address that the leader states every entry
 *   begins after an 0x1E and ends on one            → the directory is right, and ends there
 * no 0x1E ends it, but up to some entry the same holds, for every field → likewise
 * every entry begins after an 0x1E and ends on one  → the directory is right as it is
 * the same where its numbers count UTF-8 characters → it is right in characters
 * as many spans between terminators as entries      → the k-th entry owns the k-th span
 * otherwise → the entries that prove themselves are kept, and from the end on those with the length
 *             of their span; between them the rest is matched in order, and what remains on either
 *             side is reported
 * </pre>
 *
 * <p>{@link FieldMatcher} decides between these where they compete. Mutable and reused; not
 * thread-safe.
 */
public final class Repair implements ContentCheck.Values {
    /** Directory entries without a field that are reported each by itself. */
    private static final int MOST_NAMED = 1000;

    private final FieldMatcher matching = new FieldMatcher();
    private int firstTag; // offset of the first entry's tag

    /** Reads a record, noting its defects. */
    public void read(FramedRecord record, DefectSink defects) {
        byte[] bytes = record.bytes();
        int at = record.at();
        int length = record.length();
        RecordEnding ending = record.ending();
        matching.clear();
        firstTag = at + Leaders.size(MemorySegment.ofArray(bytes), at, at + length);
        int dataEnd = dataEnd(at + length, ending);
        checkLength(bytes, at, length, defects);
        checkEnding(length, ending, defects);
        int[] fieldTerminators = new int[16];
        int found = 0;
        int recordTerminators = 0;
        int firstRecordTerminator = 0;
        for (int i = record.first(); i < record.last(); i++) {
            int offset = record.terminators()[i] + record.shift();
            if (offset >= dataEnd) {
                break;
            }
            if (offset < firstTag) {
                continue; // a byte of the leader
            }
            if (bytes[offset] != Iso2709.FIELD_TERMINATOR) {
                if (recordTerminators++ == 0) {
                    firstRecordTerminator = offset - at;
                }
                continue;
            }
            if (found == fieldTerminators.length) {
                fieldTerminators = Arrays.copyOf(fieldTerminators, found * 2);
            }
            fieldTerminators[found++] = offset;
        }
        if (recordTerminators > 0) {
            defects.add(
                    Kind.TERMINATOR_IN_DATA,
                    firstRecordTerminator,
                    null,
                    DefectMessages.recordTerminators(recordTerminators));
        }
        if (found == 0) {
            defects.add(Kind.DIRECTORY, Iso2709.LEADER, null, DefectMessages.NO_DIRECTORY);
            return;
        }
        fieldTerminators = Arrays.copyOf(fieldTerminators, found);
        checkLeader(at, defects);
        int stated = at + DirectoryEntries.number(bytes, at + Iso2709.BASE_ADDRESS, 5) - 1;
        UnendedDirectory unended =
                new UnendedDirectory(bytes, firstTag, dataEnd, fieldTerminators, matching);
        if (unended.endsAt(stated)) {
            reportDirectoryEnd(unended, bytes, at, stated, defects);
            return;
        }
        int directoryEnd = fieldTerminators[0];
        DirectoryEntries entries = new DirectoryEntries(bytes, firstTag, directoryEnd);
        FieldSpans spans =
                new FieldSpans(
                        bytes,
                        directoryEnd + 1,
                        dataEnd,
                        Arrays.copyOfRange(fieldTerminators, 1, found));
        if (stated != directoryEnd && !matching.holds(entries, spans) && unended.endsSomewhere()) {
            reportDirectoryEnd(unended, bytes, at, stated, defects);
            return;
        }
        if (directoryEnd - at >= Iso2709.LARGEST_STATED && !entries.mostAreNumbers()) {
            matching.clear();
            defects.add(Kind.DIRECTORY, Iso2709.LEADER, null, DefectMessages.NO_DIRECTORY_IN_REACH);
            return;
        }
        checkDirectory(bytes, at, directoryEnd, defects);
        match(entries, spans, at, defects);
    }

    /** Reports a directory without its 0x1E, and what its entries own. */
    private void reportDirectoryEnd(
            UnendedDirectory unended, byte[] bytes, int at, int stated, DefectSink defects) {
        DirectoryEntries entries = unended.entries();
        int end = entries.offset(entries.count);
        defects.add(
                Kind.FIELD_TERMINATOR, end - at, null, DefectMessages.directoryEnd(end == stated));
        if (end != stated) {
            defects.add(
                    Kind.BASE_ADDRESS,
                    Iso2709.BASE_ADDRESS,
                    null,
                    DefectMessages.dataStart(
                            DirectoryEntries.quoted(bytes, at + Iso2709.BASE_ADDRESS),
                            unended.spans().dataStart - at));
        }
        report(entries, unended.spans(), at, defects);
    }

    private void checkLeader(int at, DefectSink defects) {
        int size = firstTag - at;
        if (size > Iso2709.LEADER) {
            defects.add(Kind.DIRECTORY, size, null, DefectMessages.leaderSize(size));
        }
    }

    private static int dataEnd(int recordEnd, RecordEnding ending) {
        return switch (ending) {
            case PROVEN, COMPLETE, NO_FIELD_TERMINATOR -> recordEnd - 1;
            case NO_RECORD_TERMINATOR, TRUNCATED -> recordEnd;
        };
    }

    private static void checkLength(byte[] bytes, int at, int length, DefectSink defects) {
        if (DirectoryEntries.number(bytes, at, 5) != length) {
            defects.add(
                    Kind.RECORD_LENGTH,
                    0,
                    null,
                    DefectMessages.recordLength(DirectoryEntries.quoted(bytes, at), length));
        }
    }

    private static void checkEnding(int length, RecordEnding ending, DefectSink defects) {
        switch (ending) {
            case PROVEN, COMPLETE -> {}
            case NO_FIELD_TERMINATOR ->
                    defects.add(
                            Kind.FIELD_TERMINATOR,
                            length - 1,
                            null,
                            DefectMessages.NO_FIELD_TERMINATOR);
            case NO_RECORD_TERMINATOR ->
                    defects.add(
                            Kind.RECORD_TERMINATOR,
                            length,
                            null,
                            DefectMessages.NO_RECORD_TERMINATOR);
            case TRUNCATED ->
                    defects.add(Kind.TRUNCATED, length, null, DefectMessages.truncated(length));
        }
    }

    private void checkDirectory(byte[] bytes, int at, int end, DefectSink defects) {
        int base = end + 1 - at;
        if (DirectoryEntries.number(bytes, at + Iso2709.BASE_ADDRESS, 5) != base) {
            defects.add(
                    Kind.BASE_ADDRESS,
                    Iso2709.BASE_ADDRESS,
                    null,
                    DefectMessages.baseAddress(
                            DirectoryEntries.quoted(bytes, at + Iso2709.BASE_ADDRESS), base));
        }
        int size = end - firstTag;
        if (size % Iso2709.ENTRY != 0) {
            defects.add(Kind.DIRECTORY, Iso2709.LEADER, null, DefectMessages.directorySize(size));
        }
    }

    /** Finds what the entries own and reports what is odd about it. */
    private void match(DirectoryEntries entries, FieldSpans spans, int at, DefectSink defects) {
        DirectoryEntries believed = entries;
        if (!matching.holds(entries, spans)) {
            DirectoryEntries characters =
                    entries.countedInCharacters(spans.dataStart, spans.dataEnd);
            if (matching.holds(characters, spans)) {
                believed = characters;
                defects.add(
                        Kind.DIRECTORY, Iso2709.LEADER, null, DefectMessages.CHARACTERS_COUNTED);
            } else {
                matching.find(entries, spans);
            }
        }
        report(believed, spans, at, defects);
    }

    private void report(DirectoryEntries entries, FieldSpans spans, int at, DefectSink defects) {
        reportEntries(entries, spans, at, defects);
        reportValues(entries, spans, at, defects);
        reportUnclaimed(spans, at, defects);
    }

    private void reportEntries(
            DirectoryEntries entries, FieldSpans spans, int at, DefectSink defects) {
        int[] froms = matching.froms;
        int[] tos = matching.tos;
        int wrong = 0;
        int first = -1;
        int missing = 0;
        int firstUnnamed = -1;
        for (int i = 0; i < matching.count; i++) {
            if (froms[i] < 0 && missing++ >= MOST_NAMED) {
                firstUnnamed = firstUnnamed < 0 ? i : firstUnnamed;
            } else if (froms[i] < 0) {
                defects.add(
                        Kind.MISSING_FIELD,
                        entries.offset(i) - at,
                        entries.tag(i),
                        DefectMessages.missingField(i, entries.stated(i)));
            } else if (entries.starts[i] != froms[i] - spans.dataStart
                    || entries.lengths[i] != tos[i] - froms[i] + 1) {
                first = first < 0 ? i : first;
                wrong++;
            }
        }
        if (firstUnnamed >= 0) {
            defects.add(
                    Kind.MISSING_FIELD,
                    entries.offset(firstUnnamed) - at,
                    entries.tag(firstUnnamed),
                    DefectMessages.missingFields(missing - MOST_NAMED, firstUnnamed));
        }
        if (wrong > 0) {
            defects.add(
                    Kind.DIRECTORY,
                    entries.offset(first) - at,
                    entries.tag(first),
                    DefectMessages.wrongEntries(
                            wrong,
                            matching.count,
                            first,
                            entries.stated(first),
                            tos[first] - froms[first] + 1,
                            froms[first] - spans.dataStart));
        }
    }

    /** Values that hold a field terminator, or that an earlier entry has, too. */
    private void reportValues(
            DirectoryEntries entries, FieldSpans spans, int at, DefectSink defects) {
        int[] froms = matching.froms;
        int[] owners = new int[spans.count];
        for (int i = 0; i < matching.count; i++) {
            if (froms[i] < 0) {
                continue;
            }
            int span = spans.beginningAt(froms[i]);
            if (owners[span] > 0) {
                defects.add(
                        Kind.DIRECTORY,
                        entries.offset(i) - at,
                        entries.tag(i),
                        DefectMessages.sharedField(owners[span] - 1, i));
            }
            owners[span] = i + 1;
            if (spans.end(span) < matching.tos[i]) {
                defects.add(
                        Kind.TERMINATOR_IN_DATA,
                        spans.end(span) - at,
                        entries.tag(i),
                        DefectMessages.TERMINATOR_IN_FIELD);
            }
        }
    }

    private void reportUnclaimed(FieldSpans spans, int at, DefectSink defects) {
        int unclaimed = 0;
        int first = -1;
        long bytes = 0;
        for (int i = 0; i < spans.count; i++) {
            if (!matching.claimed[i]) {
                first = first < 0 ? i : first;
                unclaimed++;
                bytes += spans.end(i) - spans.start(i);
            }
        }
        if (unclaimed > 0) {
            defects.add(
                    Kind.UNCLAIMED_DATA,
                    spans.start(first) - at,
                    null,
                    DefectMessages.unclaimed(unclaimed, spans.count, bytes));
        }
    }

    @Override
    public int count() {
        return matching.count;
    }

    @Override
    public int tagOffset(int entry) {
        return firstTag + entry * Iso2709.ENTRY;
    }

    @Override
    public int from(int entry) {
        return matching.froms[entry];
    }

    @Override
    public int to(int entry) {
        return matching.tos[entry];
    }
}
