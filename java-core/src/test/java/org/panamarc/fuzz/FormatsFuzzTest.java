package org.panamarc.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.MarcFormat;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.FormatSamples;

/**
 * Any bytes, read in any format other than ISO 2709, keep the invariants of {@link FormatCheck}.
 */
class FormatsFuzzTest {
    private static final int DAMAGED = 400;
    private static final int CHOICES = 2; // bytes that choose how to read

    private static final List<MarcFormat> FORMATS =
            List.of(
                    MarcFormat.MARCXML,
                    MarcFormat.JSON,
                    MarcFormat.MARC_MAKER,
                    MarcFormat.LINE,
                    MarcFormat.ALEPH,
                    MarcFormat.CATALOGUE);

    /** Samples of each format, after the bytes that choose it. */
    private static Map<String, byte[]> seedsByName() {
        Map<String, byte[]> seeds = new TreeMap<>();
        FormatSamples.ALL.forEach((name, sample) -> {
            int format = FORMATS.indexOf(sample.format());
            seeds.put(name, Bytes.concat(Bytes.of(format, 40), sample.text().getBytes(UTF_8)));
        });
        String xml = FormatSamples.XML;
        seeds.put(
                "XML in UTF-16", Bytes.concat(Bytes.of(0, 3, 0xFF, 0xFE), xml.getBytes(UTF_16LE)));
        seeds.put(
                "XML in ISO 8859-1",
                Bytes.concat(Bytes.of(0, 9), xml.replace("UTF-8", "latin1").getBytes(ISO_8859_1)));
        return seeds;
    }

    static Stream<Arguments> seeds() {
        return Seeds.named(seedsByName());
    }

    @MethodSource("seeds")
    @DictionaryFile(resourcePath = "formats.dict")
    @FuzzTest
    void anyBytesAreAccountedFor(byte[] input) {
        check(input);
    }

    @Test
    void seedsAndDamagedSeedsAreAccountedFor() {
        Mutations.check(seedsByName(), DAMAGED, FormatsFuzzTest::check);
    }

    private static void check(byte[] input) {
        if (input.length < CHOICES) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, CHOICES, input.length);
        if (bytes.length > 1 && bytes[0] == 0x1F && bytes[1] == (byte) 0x8B) {
            return; // what is read is another input
        }
        MarcFormat format = FORMATS.get((input[0] & 0xFF) % FORMATS.size());
        FormatCheck.everyByteIsAccountedFor(bytes, format, 1 + (input[1] & 0xFF));
    }
}
