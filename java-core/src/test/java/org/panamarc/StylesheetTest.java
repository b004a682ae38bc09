package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.SpecFolder;

/** Applies stylesheets to records; Python's test_xslt.py has what they may and may not do. */
class StylesheetTest {
    private static final Path MODS = SpecFolder.file("crosswalks/mods.xsl");

    @TempDir private Path folder;

    private Path source(String... names) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : names) {
            byte[] record =
                    new RecordBuilder()
                            .field("001", name)
                            .field("100", "1 \u001Fa" + name)
                            .field("245", "10\u001FaA < B")
                            .build();
            all.append(new String(record, StandardCharsets.ISO_8859_1));
        }
        Path path = folder.resolve("in.mrc");
        return Files.writeString(path, all, StandardCharsets.ISO_8859_1);
    }

    @Test
    void resultsAreInTheRootThatIsNamed() throws IOException {
        Path target = folder.resolve("out.xml");
        Stylesheet mods =
                Stylesheet.compile(MODS).withRoot("{http://www.loc.gov/mods/v3}modsCollection");
        Conversion done = Panamarc.transform(source("1", "2"), target, ReadOptions.DEFAULT, mods);
        String record =
                "<mods xmlns=\"http://www.loc.gov/mods/v3\"><titleInfo><title>A &lt; B</title>"
                        + "</titleInfo><typeOfResource>text</typeOfResource><name><namePart>%s"
                        + "</namePart></name></mods>\n";
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<modsCollection xmlns=\"http://www.loc.gov/mods/v3\">\n"
                        + record.formatted("1")
                        + record.formatted("2")
                        + "</modsCollection>\n",
                Files.readString(target));
        assertEquals(List.of(), done.losses());
        assertEquals("{http://www.loc.gov/mods/v3}modsCollection", mods.root());
        assertThrows(IllegalArgumentException.class, () -> mods.withRoot("a>b"));
    }

    @Test
    void aRecordAtWhichItFailsIsNamedOrLeftOut() throws IOException {
        Path source = source("1", "stop", "3");
        Path target = folder.resolve("out.xml");
        Stylesheet mods = Stylesheet.compile(MODS);
        long length = Files.size(source);
        MarcWriteException caught =
                assertThrows(
                        MarcWriteException.class,
                        () -> Panamarc.transform(source, target, ReadOptions.DEFAULT, mods));
        assertEquals(2, caught.recordNumber());
        assertTrue(
                String.valueOf(caught.getMessage())
                        .endsWith(
                                "mods.xsl, line 18: This name stops it.; the record is at byte "
                                        + (length - 6) / 3));
        assertFalse(Files.exists(target));
        ReadOptions skipping = ReadOptions.DEFAULT.withOnError(ErrorPolicy.SKIP);
        Conversion done = Panamarc.transform(source, target, skipping, mods);
        assertEquals(2, done.records());
        assertTrue(
                done.losses().getFirst().startsWith("1 records were left out, first in record 2"));
    }

    private Stylesheet textual(String select) throws IOException {
        Path path = folder.resolve("text.xsl");
        Files.writeString(
                path,
                """
                <xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
                  <xsl:output method="text"/>
                  <xsl:template match="/">
                    <xsl:message>Seen.</xsl:message><xsl:value-of select="%s"/>
                  </xsl:template>
                </xsl:stylesheet>
                """
                        .formatted(select));
        return Stylesheet.compile(path);
    }

    @Test
    void textIsReadInTheStylesheetsFolderAlone() throws IOException {
        Path source = source("1", "2");
        Path target = folder.resolve("out.txt");
        Files.writeString(folder.resolve("word.txt"), "word;");
        Conversion done =
                Panamarc.transform(
                        source,
                        target,
                        ReadOptions.DEFAULT,
                        textual("unparsed-text('http://example.org/word.txt')"));
        assertEquals("word;word;", Files.readString(target));
        assertEquals(
                List.of("2 messages of the stylesheet, first in record 1: Seen."), done.losses());
        for (String call : List.of("unparsed-text('%s')", "document('%s')")) {
            Stylesheet outside = textual(call.formatted(MODS.toAbsolutePath()));
            MarcWriteException caught =
                    assertThrows(
                            MarcWriteException.class,
                            () -> Panamarc.transform(source, target, ReadOptions.DEFAULT, outside));
            assertTrue(
                    String.valueOf(caught.getMessage())
                            .contains("expected a file in the stylesheet's folder"));
        }
    }

    @Test
    void aDocumentWithoutAddressIsTheStylesheetItself() throws IOException {
        Path source = source("1");
        Path target = folder.resolve("out.txt");
        Panamarc.transform(source, target, ReadOptions.DEFAULT, textual("document('')/*/@version"));
        assertEquals("3.0", Files.readString(target));
        Stylesheet listing = textual("document('.')");
        MarcWriteException caught =
                assertThrows(
                        MarcWriteException.class,
                        () -> Panamarc.transform(source, target, ReadOptions.DEFAULT, listing));
        assertTrue(String.valueOf(caught.getMessage()).contains("'.' is a folder, not a file"));
    }

    @Test
    void whatIsNoStylesheetIsNamedWithItsPlace() throws IOException {
        Path wrong = folder.resolve("wrong.xsl");
        Files.writeString(
                wrong,
                """
                <xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
                  <xsl:template match="/"><xsl:value-of select="1 +"/></xsl:template>
                </xsl:stylesheet>
                """);
        StylesheetException caught =
                assertThrows(StylesheetException.class, () -> Stylesheet.compile(wrong));
        assertEquals(wrong.toRealPath().toString(), caught.file());
        assertEquals(2, caught.line());
        assertEquals(caught.file() + ", line 2: " + caught.problem(), caught.getMessage());
        assertThrows(
                NoSuchFileException.class, () -> Stylesheet.compile(folder.resolve("none.xsl")));
    }
}
