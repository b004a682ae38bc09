package org.panamarc.internal.iso2709;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.panamarc.Defect.Kind;
import org.panamarc.internal.frame.Marc;

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
    private static final int COUNTS = 10;
    private static final int ENTRY_MAP = 20;
    private static final short TWO_TWO = '2' | '2' << 8;
    private static final int MARC_21_MAP = '4' | '5' << 8 | '0' << 16 | '0' << 24;
    private static final int UNIMARC_MAP = '4' | '5' << 8 | '0' << 16 | ' ' << 24;

    private ContentCheck() {}

    /** Where the values of a record's fields stand, before any of them is moved. */
    public interface Values {
        /** Number of directory entries. */
        int count();

        /** Offset of an entry's value, or -1 where it has none. */
        int from(int entry);

        /** Offset of the byte behind an entry's value. */
        int to(int entry);
    }

    /** Whether the leader at {@code at} has nothing to report. */
    public static boolean leaderInOrder(byte[] bytes, int at) {
        int map = (int) FOUR_BYTES.get(bytes, at + ENTRY_MAP);
        return (short) TWO_BYTES.get(bytes, at + COUNTS) == TWO_TWO
                && (map == MARC_21_MAP || map == UNIMARC_MAP);
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
     */
    public static void report(byte[] bytes, int at, Values values, DefectSink defects) {
        reportLeader(bytes, at, defects);
        reportTags(bytes, at, values, defects);
        reportIndicators(bytes, at, values, defects);
        reportControlFields(bytes, at, values, defects);
        reportSubfieldCodes(bytes, at, values, defects);
    }

    private static void reportLeader(byte[] bytes, int at, DefectSink defects) {
        if ((short) TWO_BYTES.get(bytes, at + COUNTS) != TWO_TWO) {
            defects.add(
                    Kind.LEADER,
                    COUNTS,
                    null,
                    "leader/10-11 is '%s', expected '22'; fields are read with two indicators and"
                                    .formatted(text(bytes, at + COUNTS, at + COUNTS + 2))
                            + " subfield codes of one character");
        }
        int map = (int) FOUR_BYTES.get(bytes, at + ENTRY_MAP);
        if (map != MARC_21_MAP && map != UNIMARC_MAP) {
            defects.add(
                    Kind.LEADER,
                    ENTRY_MAP,
                    null,
                    "leader/20-23 is '%s', expected '4500', as which the directory is read"
                            .formatted(text(bytes, at + ENTRY_MAP, at + ENTRY_MAP + 4)));
        }
    }

    private static void reportTags(byte[] bytes, int at, Values values, DefectSink defects) {
        int odd = 0;
        int first = -1;
        for (int i = 0; i < values.count(); i++) {
            if (Tags.number(bytes, tagOffset(at, i)) > Tags.LARGEST) {
                first = first < 0 ? i : first;
                odd++;
            }
        }
        if (odd > 0) {
            String tag = tag(bytes, at, first);
            defects.add(
                    Kind.TAG,
                    tagOffset(at, first) - at,
                    tag,
                    "%d of %d tags are not three characters from 0-9 and A-Z; the first is '%s'"
                            .formatted(odd, values.count(), tag));
        }
    }

    private static void reportIndicators(byte[] bytes, int at, Values values, DefectSink defects) {
        int dataFields = 0;
        int odd = 0;
        int first = -1;
        for (int i = 0; i < values.count(); i++) {
            int from = values.from(i);
            if (from < 0 || isControl(bytes, at, i)) {
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
                    tag(bytes, at, first),
                    "%d of %d data fields do not begin with two indicators and a subfield delimiter;"
                                    .formatted(odd, dataFields)
                            + " the first begins with '%s'"
                                    .formatted(
                                            text(
                                                    bytes,
                                                    from,
                                                    Math.min(from + 3, values.to(first)))));
        }
    }

    /** Indicators and subfields that stand under a tag of a control field. */
    private static void reportControlFields(
            byte[] bytes, int at, Values values, DefectSink defects) {
        int controlFields = 0;
        int odd = 0;
        int first = -1;
        for (int i = 0; i < values.count(); i++) {
            int from = values.from(i);
            if (from < 0 || !isControl(bytes, at, i)) {
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
                    tag(bytes, at, first),
                    "%d of %d control fields begin with two indicators and a subfield delimiter,"
                                    .formatted(odd, controlFields)
                            + " as only data fields do; the first begins with '%s'"
                                    .formatted(text(bytes, from, from + 3)));
        }
    }

    private static boolean beginsAsDataField(byte[] bytes, int from, int to) {
        return to - from >= 3 && notOfDataField(firstThree(bytes, from)) == 0;
    }

    private static void reportSubfieldCodes(
            byte[] bytes, int at, Values values, DefectSink defects) {
        int codeless = 0;
        int first = -1;
        int firstOffset = -1;
        for (int i = 0; i < values.count(); i++) {
            int to = values.from(i) < 0 || isControl(bytes, at, i) ? -1 : values.to(i);
            for (int at1F = values.from(i); at1F < to; at1F++) {
                if (bytes[at1F] == Marc.SUBFIELD_DELIMITER
                        && (at1F + 1 == to || bytes[at1F + 1] == Marc.SUBFIELD_DELIMITER)) {
                    first = first < 0 ? i : first;
                    firstOffset = firstOffset < 0 ? at1F : firstOffset;
                    codeless++;
                }
            }
        }
        if (codeless > 0) {
            defects.add(
                    Kind.SUBFIELD_CODE,
                    firstOffset - at,
                    tag(bytes, at, first),
                    "subfield delimiters 0x1F without a subfield code behind them: %d; no subfield is"
                                    .formatted(codeless)
                            + " read there");
        }
    }

    private static int tagOffset(int at, int entry) {
        return at + Marc.LEADER + entry * Marc.ENTRY;
    }

    private static boolean isControl(byte[] bytes, int at, int entry) {
        return Tags.isControl(Tags.number(bytes, tagOffset(at, entry)));
    }

    private static String tag(byte[] bytes, int at, int entry) {
        return text(bytes, tagOffset(at, entry), tagOffset(at, entry) + 3);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
