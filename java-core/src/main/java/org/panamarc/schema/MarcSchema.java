package org.panamarc.schema;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.schema.CompiledSchema;
import org.panamarc.internal.schema.SchemaCompiler;

/**
 * What records of a format may hold, in Avram's schema language (0.9.6,
 * https://format.gbv.de/schema/avram/specification): fields, indicators, subfields, positions and
 * codes. The page "Validation against a schema" of the documentation says what is checked, and how.
 *
 * {@snippet :
 * MarcSchema schema = MarcSchema.read(Path.of("schema.json"));
 * try (MarcReader reader = MarcReader.open(Path.of("books.mrc"), ReadOptions.DEFAULT)) {
 *     SchemaReport report = reader.validate(schema);
 *     report.rows().forEach(System.out::println);
 * }
 * }
 *
 * <p>Immutable and safe for any number of threads.
 */
public sealed interface MarcSchema permits CompiledSchema {
    /**
     * Reads a schema.
     *
     * @param file JSON in UTF-8
     * @throws IOException if it cannot be read
     * @throws SchemaException if it is no schema, or asks for what is not supported
     */
    static MarcSchema read(Path file) throws IOException {
        String json;
        try {
            json = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new SchemaException(file.toString(), "$", "the file is not UTF-8", e);
        }
        return SchemaCompiler.compile(json, file.toString());
    }

    /**
     * Reads a schema.
     *
     * @param json its text
     * @throws SchemaException if it is no schema, or asks for what is not supported
     */
    static MarcSchema parse(String json) {
        return SchemaCompiler.compile(json, "<schema>");
    }

    /** The title that the schema states, or null. */
    @Nullable String title();

    /**
     * What of the schema is not checked, or read in another way than it is written: each with its
     * place in the JSON. Empty where there is nothing of the kind.
     */
    List<String> notes();

    /**
     * The same schema without some rules: what breaks them is no issue.
     *
     * @param rules which ones, all of them; those left out of this schema before are checked again
     */
    MarcSchema ignoring(Set<SchemaRule> rules);
}
