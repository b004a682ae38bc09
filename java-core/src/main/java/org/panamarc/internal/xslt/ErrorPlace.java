package org.panamarc.internal.xslt;

import java.net.URI;
import java.nio.file.Path;
import javax.xml.transform.SourceLocator;
import javax.xml.transform.TransformerException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXParseException;

/** Where in which stylesheet an error is, and what it is. */
final class ErrorPlace {
    private static final String TERMINATED = "Processing terminated by xsl:message"; // in Saxon

    private ErrorPlace() {}

    /** The stylesheet's path; another text where the error names none. */
    static String file(TransformerException error, String otherwise) {
        SourceLocator place = error.getLocator();
        String system = place == null ? null : place.getSystemId();
        if (system == null && error.getCause() instanceof SAXParseException parsing) {
            system = parsing.getSystemId();
        }
        return system == null || !system.startsWith("file:")
                ? otherwise
                : Path.of(URI.create(system)).toString();
    }

    /** The line, counted from 1; 0 where it is not known. */
    static int line(TransformerException error) {
        SourceLocator place = error.getLocator();
        int line = place == null ? 0 : place.getLineNumber();
        if (line <= 0 && error.getCause() instanceof SAXParseException parsing) {
            line = parsing.getLineNumber();
        }
        return Math.max(line, 0);
    }

    /** Whether the stylesheet itself ended the transformation, and its last message says why. */
    static boolean isByMessage(TransformerException error) {
        return message(error).startsWith(TERMINATED);
    }

    /** What is wrong, in one line. */
    static String message(TransformerException error) {
        Throwable cause = error;
        while (cause.getCause() instanceof TransformerException deeper) {
            cause = deeper;
        }
        @Nullable String message = cause.getMessage();
        return String.valueOf(message).replaceAll("\\s+", " ").strip();
    }
}
