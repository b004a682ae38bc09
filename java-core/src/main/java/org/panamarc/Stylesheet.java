package org.panamarc;

import java.io.IOException;
import java.nio.file.Path;
import org.panamarc.internal.write.OutputForm;
import org.panamarc.internal.xslt.CompiledStylesheet;

/**
 * A stylesheet in XSLT (1.0 to 3.0), compiled, that {@link Panamarc#transform} applies to records
 * in MARCXML one at a time. Immutable, and safe for any number of threads.
 *
 * <p>Each record is a document of its own, whose root is {@code record} in the namespace {@code
 * http://www.loc.gov/MARC21/slim}. This needs {@code net.sf.saxon:Saxon-HE} on the class path or
 * the module path.
 *
 * <p>Nothing is read from the network: an address of it means the file of that name in the
 * stylesheet's folder. {@code document()} reads files in that folder alone.
 */
public final class Stylesheet {
    private final CompiledStylesheet compiled;
    private final String root;

    private Stylesheet(CompiledStylesheet compiled, String root) {
        this.compiled = compiled;
        this.root = root;
    }

    /**
     * Compiles a stylesheet.
     *
     * @throws IOException if it cannot be read
     * @throws StylesheetException if it is none, with file and line; or if there is no Saxon-HE
     */
    public static Stylesheet compile(Path file) throws IOException {
        return new Stylesheet(CompiledStylesheet.of(file), "");
    }

    /**
     * A copy with a root for all results, which else follow each other without one.
     *
     * @param name an element's name, after its namespace in braces where it has one: {@code
     *     {http://www.loc.gov/mods/v3}modsCollection}
     * @throws IllegalArgumentException if it is no name
     */
    public Stylesheet withRoot(String name) {
        OutputForm.checkRoot(name);
        return new Stylesheet(compiled, name);
    }

    OutputForm form() {
        return OutputForm.of(compiled, root);
    }

    /** The root for all results, empty for none. */
    public String root() {
        return root;
    }
}
