package org.panamarc.internal.xslt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import javax.xml.XMLConstants;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Templates;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.TransformerFactoryConfigurationError;
import org.jspecify.annotations.Nullable;
import org.panamarc.StylesheetException;

/**
 * A stylesheet that is ready to be applied, by any number of threads at once.
 *
 * <p>The processor is Saxon-HE, through Java's own interface: none of its classes is loaded before
 * this one is used. Nothing is read from the network, and while records are transformed only files
 * of the stylesheet's folder are; nothing else is written than the result.
 */
public final class CompiledStylesheet {
    private static final String PROCESSOR = "net.sf.saxon.TransformerFactoryImpl";

    /** Saxon's option for the addresses that it opens by itself; ours are opened by a resolver. */
    private static final String ALLOWED_PROTOCOLS = "http://saxon.sf.net/feature/allowedProtocols";

    private final Path folder;
    private final Templates templates;
    private final boolean isText;

    private CompiledStylesheet(Path folder, Templates templates) {
        this.folder = folder;
        this.templates = templates;
        this.isText = "text".equals(templates.getOutputProperties().getProperty(OutputKeys.METHOD));
    }

    /**
     * Compiles a stylesheet, with those that it includes and imports.
     *
     * @throws IOException if there is no such file, or it cannot be read
     * @throws StylesheetException if it is no stylesheet, with the first error's place; or if there
     *     is no Saxon-HE
     */
    public static CompiledStylesheet of(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        Path folder = Objects.requireNonNull(file.toRealPath().getParent());
        TransformerFactory factory = factory(file);
        FirstError errors = new FirstError();
        factory.setErrorListener(errors);
        factory.setURIResolver(LocalFiles.anywhere(folder));
        try {
            Templates templates = factory.newTemplates(LocalFiles.source(file.toRealPath()));
            return new CompiledStylesheet(folder, templates);
        } catch (TransformerConfigurationException e) {
            TransformerException first = errors.first == null ? e : errors.first;
            throw new StylesheetException(
                    ErrorPlace.file(first, file.toString()),
                    ErrorPlace.line(first),
                    ErrorPlace.message(first),
                    e);
        }
    }

    private static TransformerFactory factory(Path file) {
        try {
            TransformerFactory factory =
                    TransformerFactory.newInstance(
                            PROCESSOR, CompiledStylesheet.class.getClassLoader());
            // No functions in Java, no further result documents.
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute(ALLOWED_PROTOCOLS, "none");
            return factory;
        } catch (TransformerFactoryConfigurationError | TransformerConfigurationException e) {
            throw new StylesheetException(
                    file.toString(),
                    0,
                    "there is no Saxon-HE on the class path or module path:"
                            + " net.sf.saxon:Saxon-HE, 12.9 or later",
                    e);
        }
    }

    /** The first error of a compilation; warnings are passed over. */
    private static final class FirstError implements ErrorListener {
        private @Nullable TransformerException first;

        @Override
        public void warning(TransformerException warning) {}

        @Override
        public void error(TransformerException error) {
            first = first == null ? error : first;
        }

        @Override
        public void fatalError(TransformerException error) {
            error(error);
        }
    }

    /** Whether the result is text, of which nothing is markup. */
    boolean isText() {
        return isText;
    }

    /**
     * What applies this to one record after the other.
     *
     * @param messages gets what {@code xsl:message} says
     */
    Transformer transformer(Consumer<String> messages) {
        try {
            LocalFiles files = LocalFiles.within(folder);
            Transformer transformer = templates.newTransformer();
            transformer.setURIResolver(files);
            SaxonSettings.bindTexts(transformer, files);
            SaxonSettings.messages(transformer, messages);
            transformer.setErrorListener(new FirstError()); // what is thrown says it, too
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            return transformer;
        } catch (TransformerConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
