package org.panamarc.internal.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.panamarc.testing.AwkwardStream;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.Packed;

class CompressionTest {
    private static final byte[] TEXT = Bytes.latin1("ab\u00FF");

    @ParameterizedTest
    @EnumSource
    void bytesMayBeReadOneByOne(Compression compression) throws IOException {
        byte[] packed = Packed.by(compression, TEXT);
        for (InputStream in :
                new InputStream[] {
                    compression.decompressed(new ByteArrayInputStream(packed)),
                    compression.opened(new ByteArrayInputStream(packed))
                }) {
            assertEquals('a', in.read());
            assertEquals(0, in.read(new byte[1], 0, 0));
            assertEquals('b', in.read());
            assertEquals(0xFF, in.read());
            assertEquals(-1, in.read());
            in.close();
        }
    }

    @Test
    void aStreamThatFailsInAHeaderSaysSoItself() throws IOException {
        byte[] packed = Packed.by(Compression.GZIP, TEXT);
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> Compression.GZIP.decompressed(new AwkwardStream(packed, 1, 0)));
        assertEquals("the line went dead", e.getMessage());
    }

    @Test
    void aLibraryThatDoesNotRunIsAnErrorThatSaysSo() {
        IOException e =
                assertThrows(
                        IOException.class,
                        () ->
                                CodecUnavailableException.unless(
                                        "It cannot be read",
                                        () -> {
                                            throw new UnsatisfiedLinkError("no such file");
                                        }));
        assertEquals(
                "It cannot be read on this machine: java.lang.UnsatisfiedLinkError: no such file",
                e.getMessage());
    }

    @Test
    void otherSuffixesAskForNothing() {
        assertNull(Compression.bySuffix("books.xz"));
        assertNull(Compression.of(Bytes.latin1("BZh0")));
        assertNull(Compression.of(Bytes.latin1("BZh:")));
        assertNull(Compression.of(Bytes.of(0x60, 0x2A, 0x4D, 0x18)));
    }
}
