package org.panamarc.internal.xslt;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.URIResolver;
import javax.xml.transform.sax.SAXSource;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * What a stylesheet's addresses mean: files of this machine. An address of the network means the
 * file of its name in the stylesheet's folder, since stylesheets that are exchanged include others
 * by their addresses.
 */
final class LocalFiles implements URIResolver {
    private final Path folder; // a real path
    private final boolean isBound;

    private LocalFiles(Path folder, boolean isBound) {
        this.folder = folder;
        this.isBound = isBound;
    }

    /** For what is included and imported: files in any folder. */
    static LocalFiles anywhere(Path folder) {
        return new LocalFiles(folder, false);
    }

    /** For what is read while records are transformed: files in a folder and those in it. */
    static LocalFiles within(Path folder) {
        return new LocalFiles(folder, true);
    }

    @Override
    public Source resolve(String href, @Nullable String base) throws TransformerException {
        return source(path(href, base));
    }

    /**
     * The file that an address means.
     *
     * @param base what it is relative to; the folder where it is null
     * @throws TransformerException if there is none, or it may not be read
     */
    Path path(String href, @Nullable String base) throws TransformerException {
        Path path;
        try {
            URI start = base == null || base.isEmpty() ? folder.toUri() : URI.create(base);
            // Without a path it is the stylesheet itself; Java would make its folder of that.
            URI address = href.isEmpty() ? start : start.resolve(href.replace(" ", "%20"));
            path = isOfNetwork(address) ? sameName(address) : Path.of(withoutFragment(address));
            path = path.toRealPath();
        } catch (IOException e) {
            throw new TransformerException("'%s': there is no such file".formatted(href), e);
        } catch (URISyntaxException | RuntimeException e) {
            throw new TransformerException("'%s' is no address of a file".formatted(href), e);
        }
        if (Files.isDirectory(path)) {
            throw new TransformerException("'%s' is a folder, not a file".formatted(href));
        }
        if (isBound && !path.startsWith(folder)) {
            throw new TransformerException(
                    "'%s': expected a file in the stylesheet's folder, '%s'"
                            .formatted(href, folder));
        }
        return path;
    }

    private static boolean isOfNetwork(URI address) {
        String scheme = String.valueOf(address.getScheme());
        return scheme.equals("http") || scheme.equals("https");
    }

    private static URI withoutFragment(URI address) throws URISyntaxException {
        return new URI(address.getScheme(), address.getPath(), null);
    }

    private Path sameName(URI address) throws TransformerException {
        String name = address.getPath();
        Path path = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
        if (!Files.isRegularFile(path)) {
            throw new TransformerException(
                    "'%s': nothing is read from the network; expected a file '%s'"
                            .formatted(address, path));
        }
        return path;
    }

    /** A document, read without what its document type names. */
    static Source source(Path path) {
        InputSource input = new InputSource(path.toUri().toString());
        return new SAXSource(reader(), input);
    }

    /** A reader of XML that opens nothing but what it is given. */
    static XMLReader reader() {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature(
                    "http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return factory.newSAXParser().getXMLReader();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(e);
        }
    }
}
