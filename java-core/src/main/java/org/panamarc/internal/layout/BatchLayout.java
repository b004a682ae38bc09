package org.panamarc.internal.layout;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The offsets of a packed batch, version 1, as docs/internals/batch-layout.md describes it. */
public final class BatchLayout {
    /** {@code P M B} and the version, in the order of the bytes. */
    static final byte[] MAGIC = {'P', 'M', 'B', 1};

    static final int RECORDS = 4;
    static final int SLOTS = 8;
    static final int COLUMNS_AT = 12;
    static final int STARTS_AT = 16;
    static final int TAGS_AT = 20;
    static final int ODD_TAGS_AT = 24;
    static final int ODD_TAGS = 28;
    static final int DEFECTS_AT = 32;
    static final int DEFECTS_LENGTH = 36;
    static final int FIRST_NUMBER = 40;
    public static final int LENGTH = 48;
    static final int SOURCE_AT = 52;
    static final int INPUT_LENGTHS_AT = 56;
    public static final int CONTENT = 64;

    /** Bytes that the record columns take for each record; 4 more close the first slots. */
    static final int RECORD_COLUMNS = 8 + 4 + 4 + 4 + 4 + 1;

    /** The record has defects. */
    public static final int HAS_DEFECTS = 1;

    /** The values lie in the side area after the record's raw bytes. */
    public static final int ASIDE = 2;

    /** A value holds bytes of 0x80 and above. */
    public static final int HIGH_BYTES = 4;

    /** The raw bytes were never in an input: a record that was put together, in UTF-8. */
    public static final int BUILT = 8;

    /** References of MARC-8 stay as they are in the values. */
    public static final int KEEPS_REFERENCES = 16;

    /** Bytes that are no filler, and in no record, are right before the record in the input. */
    public static final int AFTER_OTHER_BYTES = 32;

    /** Joins the parts of a defect, and ends a defect, in the text of defects. */
    public static final String PART = "\u001F";

    public static final String DEFECT_END = "\u001E";

    public static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

    private BatchLayout() {}

    /** The next multiple of 8. */
    public static int aligned(int offset) {
        return (offset + 7) & -8;
    }
}
