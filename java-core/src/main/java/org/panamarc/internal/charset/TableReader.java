package org.panamarc.internal.charset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the code tables next to this class: rows of columns set apart by tabs, headings that begin
 * with {@code =}, comments that begin with {@code #}. Works on bytes, since strings would make the
 * first MARC-8 record wait for some 30 ms.
 */
final class TableReader {
    private final byte[] bytes;
    private int row; // offset of the row at hand
    private int next; // offset of the line after it
    private int column; // offset of the column to be read next

    TableReader(String name) {
        try (InputStream in = TableReader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the code table " + name + " is not in the jar");
            }
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes on to the next row or heading; false at the end. */
    boolean next() {
        do {
            row = next;
            while (next < bytes.length && bytes[next++] != '\n') {}
        } while (row < next && bytes[row] == '#');
        column = row;
        return row < next;
    }

    /** The word after {@code =} where a heading is at hand, else an empty string. */
    String heading() {
        if (bytes[row] != '=') {
            return "";
        }
        int end = row + 2;
        while (bytes[end] > ' ') {
            end++;
        }
        return new String(bytes, row + 2, end - row - 2, StandardCharsets.US_ASCII);
    }

    /** The next column as a hexadecimal number; 0 where it is empty or the row has ended. */
    int hex() {
        int number = 0;
        while (column < next && bytes[column] > '\n') {
            number = (number << 4) | Character.digit(bytes[column++], 16);
        }
        if (column < next && bytes[column] == '\t') {
            column++;
        }
        return number;
    }

    /** Whether the row has another column. */
    boolean hasMore() {
        return bytes[column] > '\n';
    }
}
