package org.panamarc.internal.columns;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.panamarc.columns.Column;
import org.panamarc.columns.ColumnField;
import org.panamarc.columns.ColumnType;

/** Reads text as numbers or days, as {@link Column.Cast} says. */
final class Casts {
    private static final int MARC_BEGINS = 68; // 1968: the years before are of the next century

    private static final int NO_DAY = Integer.MIN_VALUE;

    private Casts() {}

    /**
     * A column of numbers or days.
     *
     * @param record for errors
     */
    static TextAppender column(
            String name, boolean nullable, String spec, Column column, ScannedRecord record) {
        boolean orNull = column.castOrNull();
        boolean canBeNull = nullable || orNull;
        if (column.cast() == Column.Cast.INT) {
            LongVector numbers = new LongVector(ColumnField.of(name, ColumnType.INT64, canBeNull));
            Misfit misfit = new Misfit(name, spec, orNull, "a whole number", record);
            return new Numbers(numbers, new WholeNumber(), misfit);
        }
        IntVector days = new IntVector(ColumnField.of(name, ColumnType.DATE32, canBeNull));
        String expected = "a day as yyyy-mm-dd, yyyymmdd or yymmdd";
        return new Days(days, new Misfit(name, spec, orNull, expected, record));
    }

    /** What happens to a value that does not fit. */
    private record Misfit(
            String name, String spec, boolean orNull, String expected, ScannedRecord record) {
        void add(Vector vector, byte[] bytes, int from, int to) {
            if (!orNull) {
                throw record.misfit(name, spec, bytes, from, to, expected);
            }
            vector.appendNull();
        }
    }

    private record Numbers(LongVector vector, WholeNumber number, Misfit misfit)
            implements TextAppender {
        @Override
        public void append(byte[] bytes, int from, int to) {
            if (number.read(bytes, from, to)) {
                vector.append(number.value());
            } else {
                misfit.add(vector, bytes, from, to);
            }
        }
    }

    private record Days(IntVector vector, Misfit misfit) implements TextAppender {
        @Override
        public void append(byte[] bytes, int from, int to) {
            int day = day(bytes, from, to);
            if (day == NO_DAY) {
                misfit.add(vector, bytes, from, to);
            } else {
                vector.append(day);
            }
        }
    }

    /** Days since 1970-01-01, or {@link #NO_DAY}. */
    private static int day(byte[] bytes, int from, int to) {
        return switch (to - from) {
            case 6 -> {
                int year = digits(bytes, from, 2);
                int century = year < MARC_BEGINS ? 2000 : 1900;
                yield year < 0 ? NO_DAY : day(century + year, bytes, from + 2, 2);
            }
            case 8 -> day(digits(bytes, from, 4), bytes, from + 4, 2);
            case 10 ->
                    bytes[from + 4] == '-' && bytes[from + 7] == '-'
                            ? day(digits(bytes, from, 4), bytes, from + 5, 3)
                            : NO_DAY;
            case 16 -> // field 005: yyyymmddhhmmss.f
                    digits(bytes, from + 8, 6) >= 0 && bytes[from + 14] == '.'
                            ? day(digits(bytes, from, 4), bytes, from + 4, 2)
                            : NO_DAY;
            default -> NO_DAY;
        };
    }

    /** The day of a year whose month is at {@code from}, and whose day {@code step} bytes later. */
    private static int day(int year, byte[] bytes, int from, int step) {
        int month = digits(bytes, from, 2);
        int day = digits(bytes, from + step, 2);
        if (year < 0 || month < 0 || day < 0) {
            return NO_DAY;
        }
        try {
            return Math.toIntExact(LocalDate.of(year, month, day).toEpochDay());
        } catch (DateTimeException e) {
            return NO_DAY;
        }
    }

    /** The number that some digits are; -1 where one is not a digit. */
    private static int digits(byte[] bytes, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value;
    }
}
