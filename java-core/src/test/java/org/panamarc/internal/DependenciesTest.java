package org.panamarc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packages depend downward only, in the order that ARCHITECTURE.md gives them. */
class DependenciesTest {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final String PUBLIC = "org.panamarc";
    private static final String COLUMNS = "org.panamarc.columns";
    private static final String INDEX = "org.panamarc.index";
    private static final String INTERNAL = "org.panamarc.internal";

    /** Lowest first: each may use those before it. */
    private static final List<String> ORDER =
            Stream.concat(
                            Stream.of(INTERNAL),
                            Stream.of(
                                            "compression",
                                            "source",
                                            "kernel",
                                            "charset",
                                            "detect",
                                            "framing",
                                            "layout",
                                            "iso2709",
                                            "accounting",
                                            "encoding",
                                            "parse",
                                            "scan",
                                            "batch",
                                            "readahead",
                                            "query",
                                            "schema",
                                            "reader",
                                            "columns",
                                            "arrow",
                                            "crosswalk",
                                            "xslt",
                                            "write",
                                            "index")
                                    .map(name -> INTERNAL + "." + name))
                    .toList();

    /** What internal packages may use of the public API: its values, and the errors they report. */
    private static final Set<String> VALUES =
            Set.of(
                    "Defect",
                    "ErrorPolicy",
                    "FileEncoding",
                    "Framing",
                    "MarcFormat",
                    "MarcFormatException",
                    "MarcWriteException",
                    "Nfc",
                    "ReadOptions",
                    "SkippedRange",
                    "Span",
                    "StylesheetException",
                    "WriteOptions");

    /** What internal packages may use of the public API of columns, likewise. */
    private static final Set<String> COLUMN_VALUES =
            Set.of(
                    "Column",
                    "ColumnField",
                    "ColumnType",
                    "ColumnValueException",
                    "ReadySet",
                    "RecordCondition");

    /** What internal packages may use of the public API of indexes, likewise. */
    private static final Set<String> INDEX_VALUES =
            Set.of("IndexException", "IndexMetrics", "IndexOptions", "IndexSummary");

    @Test
    void packagesDependDownwardOnly() throws IOException {
        Set<String> upward = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.filter(DependenciesTest::isClass).toList()) {
                ClassModel model = ClassFile.of().parse(file);
                String from = name(model.thisClass());
                seen.add(packageOf(from));
                for (String to : usedBy(model)) {
                    if (!isAllowed(from, to)) {
                        upward.add(from + " uses " + to);
                    }
                }
            }
        }
        assertEquals(Set.of(), upward);
        assertTrue(seen.containsAll(ORDER), () -> "not all of " + ORDER + " are in " + seen);
        Set<String> unknown = new TreeSet<>(seen);
        ORDER.forEach(unknown::remove);
        assertEquals(
                Set.of(
                        PUBLIC,
                        COLUMNS,
                        INDEX,
                        PUBLIC + ".python",
                        PUBLIC + ".query",
                        PUBLIC + ".schema"),
                unknown);
    }

    private static boolean isClass(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".class") && !name.endsWith("-info.class");
    }

    private static boolean isAllowed(String from, String to) {
        int user = ORDER.indexOf(packageOf(from));
        int used = ORDER.indexOf(packageOf(to));
        if (used >= 0) {
            return user < 0 || used <= user;
        }
        if (packageOf(to).equals(PUBLIC) && user >= 0) {
            return VALUES.contains(outer(to, PUBLIC));
        }
        if (packageOf(to).equals(COLUMNS) && user >= 0) {
            return COLUMN_VALUES.contains(outer(to, COLUMNS));
        }
        if (packageOf(to).equals(INDEX) && user >= 0) {
            return INDEX_VALUES.contains(outer(to, INDEX));
        }
        return true;
    }

    /** The name of a class, or of the one that it is in, without its package. */
    private static String outer(String name, String in) {
        return name.substring(in.length() + 1).replaceFirst("\\$.*", "");
    }

    private static Set<String> usedBy(ClassModel model) {
        Set<String> used = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry other) {
                used.add(name(other));
            }
        }
        return used;
    }

    private static String name(ClassEntry entry) {
        return entry.asInternalName()
                .replaceFirst("^\\[+L?", "")
                .replace(";", "")
                .replace('/', '.');
    }

    private static String packageOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }
}
