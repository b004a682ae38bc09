package org.panamarc.internal.crosswalk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** A table of this package: a row a line, cells between tabs, {@code #} before comments. */
final class Table {
    private Table() {}

    /** The rows of a table, each with that number of cells. */
    static List<List<String>> rows(String name, int cells) {
        try (InputStream stream = Table.class.getResourceAsStream(name)) {
            String text =
                    new String(
                            Objects.requireNonNull(stream, name).readAllBytes(),
                            StandardCharsets.UTF_8);
            List<List<String>> rows =
                    text.lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> List.of(line.split("\t+", -1)))
                            .toList();
            for (List<String> row : rows) {
                if (row.size() != cells) {
                    throw new IllegalStateException("%s: %s".formatted(name, row));
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
