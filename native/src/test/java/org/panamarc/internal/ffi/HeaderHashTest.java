package org.panamarc.internal.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.panamarc.internal.ffi.generated.panamarc_h;

/** The bindings that are kept in the repository are those of the present header. */
class HeaderHashTest {
    /** This module's folder. */
    private static final Path NATIVE =
            Path.of(System.getProperty("panamarc.native.dir", System.getProperty("user.dir")));

    /** A macro with a value, or a function. */
    private static final Pattern DECLARATION =
            Pattern.compile("#define (PANAMARC_[A-Z_]+) +\\(?-?\\d|(panamarc_[a-z_]+)\\(");

    @Test
    void bindingsWereMadeFromThePresentHeader() throws IOException, NoSuchAlgorithmException {
        byte[] header = Files.readAllBytes(NATIVE.resolve(provenance("header")));
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(header));
        assertEquals(
                provenance("header.sha256"),
                hash,
                "the header has changed since its bindings were made: run native/regenerate.sh");
    }

    @Test
    void everyConstantAndFunctionOfTheHeaderHasABinding() throws IOException {
        String header = Files.readString(NATIVE.resolve(provenance("header")));
        List<String> declared =
                DECLARATION.matcher(header).results().map(HeaderHashTest::name).distinct().toList();
        List<String> bound =
                Arrays.stream(panamarc_h.class.getMethods()).map(Method::getName).toList();
        assertFalse(declared.isEmpty());
        assertEquals(
                List.of(),
                declared.stream().filter(name -> !bound.contains(name)).toList(),
                "add these to native/jextract.args and run native/regenerate.sh");
    }

    private static String name(MatchResult declaration) {
        String constant = declaration.group(1);
        return constant != null ? constant : declaration.group(2);
    }

    private static String provenance(String key) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(NATIVE.resolve("jextract.properties"))) {
            properties.load(reader);
        }
        return properties.getProperty(key);
    }
}
