package org.panamarc.internal.iso2709;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.panamarc.Defect.Kind;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.framing.Leaders;
import org.panamarc.internal.layout.Tags;

/**
 * Looks for what MARC 21 does not allow in a record whose fields are known: sizes in the leader
 * (MARC 21 Leader, 10, 11 and 20-23), tags, indicators and subfield codes (MARC 21 Record
 * Structure). Each kind is reported once a record, with the first place and how many there are.
 */
public final class ContentCheck {
    private static final VarHandle TWO_BYTES =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FOUR_BYTES =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int COUNTS = 10;
    private static final int ENTRY_MAP = 20;
    private static final short TWO_TWO = '2' | '2' << 8;
    private static final int MARC_21_MAP = '4' | '5' << 8 | '0' << 16 | '0' << 24;
    private static final int UNIMARC_MAP = '4' | '5' << 8 | '0' << 16 | ' ' << 24;

    private ContentCheck() {}

    /** Where the values of a record's fields are, before any of them is moved. */
    public interface Values {
        /** Number of directory entries. */
        int count();

        /** Offset of an entry's tag. */
        int tagOffset(int entry);

        /** Offset of an entry's value, or -1 where it has none. */
        int from(int entry);

        /** Offset of the byte after an entry's value. */
        int to(int entry);
    }

    /** Whether the leader at {@code at} has nothing to report. */
    public static boolean leaderInOrder(byte[] bytes, int at) {
        int map = (int) FOUR_BYTES.get(bytes, at + ENTRY_MAP);
        long odd =
                notPrintable((long) EIGHT_BYTES.get(bytes, at))
                        | notPrintable((long) EIGHT_BYTES.get(bytes, at + 8))
                        | notPrintable((long) EIGHT_BYTES.get(bytes, at + 16));
        return (short) TWO_BYTES.get(bytes, at + COUNTS) == TWO_TWO
                && (map == MARC_21_MAP || map == UNIMARC_MAP)
                && odd == 0;
    }

    /** 0 if and only if eight bytes are from 0x20 to 0x7E. */
    private static long notPrintable(long bytes) {
        return (bytes | (bytes - 0x2020202020202020L) | (bytes + 0x0101010101010101L))
                & 0x8080808080808080L;
    }

    /**
     * 0 if and only if four bytes, the lowest first, begin as a data field does: with two bytes
     * from 0x20 to 0x7F and an 0x1F; above 0 otherwise.
     */
    static int notOfDataField(int start) {
        // A byte below 0x80 gets its top bit by 0x60 more if and only if it is 0x20 or above.
        return (((start + 0x6060) & 0xFF8080) ^ 0x1F8080) | (start & 0x8080);
    }

    private static int firstThree(byte[] bytes, int at) {
        return ((short) TWO_BYTES.get(bytes, at) & 0xFFFF) | (bytes[at + 2] & 0xFF) << 16;
    }

    /**
     * Reports all that there is to report of a record.
     *
     * @param at offset of its leader
     * @param local which fields are control fields of local kind, which lack nothing
     */
    public static void report(
            byte[] bytes, int at, Values values, LocalFields local, DefectSink defects) {
        reportLeader(bytes, at, values.tagOffset(0) - at, defects);
        reportTags(bytes, at, values, defects);
        reportIndicators(bytes, at, values, local, defects);
        reportControlFields(bytes, at, values, defects);
        reportSubfieldCodes(bytes, at, values, defects);
    }

    private static void reportLeader(byte[] bytes, int at, int size, DefectSink defects) {
        String leader = Leaders.characters(bytes, at, size);
        int first = 0;
        while (first < Iso2709.LEADER && Leaders.isPrintable(leader.charAt(first))) {
            first++;
        }
        if (first < Iso2709.LEADER) {
            defects.add(
                    Kind.LEADER,
                    first,
                    null,
                    DefectMessages.leaderCharacters(
                            leader.chars().filter(c -> !Leaders.isPrintable((char) c)).count(),
                            first,
                            bytes[at + first] & 0xFF));
        }
        String counts = leader.substring(COUNTS, COUNTS + 2);
        if (!counts.equals("22")) {
            defects.add(Kind.LEADER, COUNTS, null, DefectMessages.leaderCounts(counts));
        }
        String map = leader.substring(ENTRY_MAP);
        if (!map.equals("4500") && !map.equals("450 ")) {
            defects.add(Kind.LEADER, ENTRY_MAP, null, DefectMessages.entryMap(map));
        }
    }

    private static void reportTags(byte[] bytes, int at, Values values, DefectSink defects) {
        int odd = 0;
        int first = -1;
        for (int i = 0; i < values.count(); i++) {
            if (Tags.number(bytes, values.tagOffset(i)) > Tags.LARGEST) {
                first = first < 0 ? i : first;
                odd++;
            }
        }
        if (odd > 0) {
            String tag = tag(bytes, values, first);
            defects.add(
                    Kind.TAG,
                    values.tagOffset(first) - at,
                    tag,
                    DefectMessages.tags(odd, values.count(), tag));
        }
    }

    private static void reportIndicators(
            byte[] bytes, int at, Values values, LocalFields local, DefectSink defects) {
        int dataFields = 0;
        int odd = 0;
        int first = -1;
        for (int i = 0; i < values.count(); i++) {
            int from = values.from(i);
            if (from < 0
                    || isControl(bytes, values, i)
                    || (isLocal(bytes, values, i, local) && isPlain(bytes, values, i))) {
                continue;
            }
            dataFields++;
            if (!beginsAsDataField(bytes, from, values.to(i))) {
                first = first < 0 ? i : first;
                odd++;
            }
        }
        if (odd > 0) {
            int from = values.from(first);
            defects.add(
                    Kind.INDICATORS,
                    from - at,
                    tag(bytes, values, first),
                    DefectMessages.indicators(
                            odd,
                            dataFields,
                            text(bytes, from, Math.min(from + 3, values.to(first)))));
        }
    }

    /** Indicators and subfields that have the tag of a control field. */
    private static void reportControlFields(
            byte[] bytes, int at, Values values, DefectSink defects) {
        int controlFields = 0;
        int odd = 0;
        int first = -1;
        for (int i = 0; i < values.count(); i++) {
            int from = values.from(i);
            if (from < 0 || !isControl(bytes, values, i)) {
                continue;
            }
            controlFields++;
            if (beginsAsDataField(bytes, from, values.to(i))) {
                first = first < 0 ? i : first;
                odd++;
            }
        }
        if (odd > 0) {
            int from = values.from(first);
            defects.add(
                    Kind.CONTROL_FIELD,
                    from - at,
                    tag(bytes, values, first),
                    DefectMessages.controlFields(odd, controlFields, text(bytes, from, from + 3)));
        }
    }

    private static boolean beginsAsDataField(byte[] bytes, int from, int to) {
        return to - from >= 3 && notOfDataField(firstThree(bytes, from)) == 0;
    }

    private static void reportSubfieldCodes(
            byte[] bytes, int at, Values values, DefectSink defects) {
        int missingCode = 0;
        int first = -1;
        int firstOffset = -1;
        for (int i = 0; i < values.count(); i++) {
            int to = values.from(i) < 0 || isControl(bytes, values, i) ? -1 : values.to(i);
            for (int at1F = values.from(i); at1F < to; at1F++) {
                if (bytes[at1F] == Iso2709.SUBFIELD_DELIMITER
                        && (at1F + 1 == to || bytes[at1F + 1] == Iso2709.SUBFIELD_DELIMITER)) {
                    first = first < 0 ? i : first;
                    firstOffset = firstOffset < 0 ? at1F : firstOffset;
                    missingCode++;
                }
            }
        }
        if (missingCode > 0) {
            defects.add(
                    Kind.SUBFIELD_CODE,
                    firstOffset - at,
                    tag(bytes, values, first),
                    DefectMessages.subfieldCodes(missingCode));
        }
    }

    private static boolean isControl(byte[] bytes, Values values, int entry) {
        return Tags.isControl(Tags.number(bytes, values.tagOffset(entry)));
    }

    private static boolean isLocal(byte[] bytes, Values values, int entry, LocalFields local) {
        return switch (local) {
            case NONE -> false;
            case NAMED -> !Tags.isDigits(Tags.number(bytes, values.tagOffset(entry)));
            case ALL -> true;
        };
    }

    private static boolean isPlain(byte[] bytes, Values values, int entry) {
        int from = values.from(entry);
        int to = values.to(entry);
        int tag = Tags.number(bytes, values.tagOffset(entry));
        return from == to || FieldKind.isLocal(tag, bytes, from, to);
    }

    private static String tag(byte[] bytes, Values values, int entry) {
        return text(bytes, values.tagOffset(entry), values.tagOffset(entry) + 3);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
