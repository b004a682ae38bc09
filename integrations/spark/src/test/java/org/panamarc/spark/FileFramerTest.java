package org.panamarc.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.MarcFile;
import org.panamarc.ReadOptions;
import org.panamarc.Split;
import org.panamarc.index.IndexOptions;
import org.panamarc.index.MarcIndex;

/** What the driver finds out of files before they are read. */
class FileFramerTest {
    private static final long MOST = 100_000;

    @TempDir private Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        file = folder.resolve("a.mrc");
        Files.copy(Samples.data("loc_bibliographic_386.mrc"), file);
    }

    private FileFramer.Framed framed() throws IOException {
        return framed(List.of(file)).getFirst();
    }

    private static List<FileFramer.Framed> framed(List<Path> files) throws IOException {
        List<InputFiles.Listed> listed = new ArrayList<>();
        for (Path one : files) {
            listed.add(new InputFiles.Listed(one.toString(), true, 525_600, 0));
        }
        return new FileFramer(ReadOptions.DEFAULT, true, MOST, new Configuration()).framed(listed);
    }

    private List<Split> framedByReading() throws IOException {
        try (MarcFile opened = MarcFile.open(file)) {
            return opened.split(6);
        }
    }

    private static long loads() {
        return MarcIndex.metrics().loads();
    }

    @Test
    void storedIndexGivesWhatFramingGives() throws IOException {
        FileFramer.Framed expected = new FileFramer.Framed(framedByReading(), 386);
        long before = loads();
        assertEquals(expected, framed());
        assertEquals(before, loads());
        MarcIndex.build(file, IndexOptions.DEFAULT);
        assertEquals(expected, framed());
        assertEquals(before + 1, loads());
    }

    @Test
    void indexOfAnotherStateOfTheFileIsNotUsed() throws IOException {
        MarcIndex.build(file, IndexOptions.DEFAULT);
        byte[] more = Files.readAllBytes(Samples.data("loc_authority_150.mrc"));
        Files.write(file, more, StandardOpenOption.APPEND);
        assertEquals(new FileFramer.Framed(framedByReading(), 536), framed());
    }

    @Test
    void fileThatCannotBeReadIsAnErrorWhateverElseIsFramed() {
        Path missing = folder.resolve("none.mrc");
        assertThrows(NoSuchFileException.class, () -> framed(List.of(file, missing, file)));
    }

    @Test
    void folderOfAnIndexIsNotRead() throws IOException {
        Samples.spark();
        MarcIndex.build(file, IndexOptions.DEFAULT);
        assertTrue(Files.isDirectory(folder.resolve("a.mrc.panamarc-index")));
        assertEquals(
                386,
                Samples.spark()
                        .read()
                        .format("marc")
                        .option("recursiveFileLookup", true)
                        .load(folder.toString())
                        .count());
    }
}
