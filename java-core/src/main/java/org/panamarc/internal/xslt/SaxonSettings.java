package org.panamarc.internal.xslt;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import org.jspecify.annotations.Nullable;

/**
 * What Saxon has that Java's interface of stylesheets has not. By reflection, as its jar has no
 * name of a module that ours could require.
 */
final class SaxonSettings {
    private static final String PACKAGE = "net.sf.saxon.";

    private SaxonSettings() {}

    /** Has {@code unparsed-text()} and its like read what {@code document()} may read. */
    static void bindTexts(Transformer transformer, LocalFiles files) {
        try {
            Class<?> resolver = type("lib.UnparsedTextURIResolver");
            Object bound =
                    Proxy.newProxyInstance(
                            resolver.getClassLoader(),
                            new Class<?>[] {resolver},
                            (proxy, method, arguments) ->
                                    text((URI) arguments[0], (String) arguments[1], files));
            Object controller = controller(transformer);
            controller
                    .getClass()
                    .getMethod("setUnparsedTextURIResolver", resolver)
                    .invoke(controller, bound);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("another Saxon than 12", e);
        }
    }

    private static Reader text(URI address, @Nullable String encoding, LocalFiles files)
            throws Exception {
        try {
            Path path = files.path(address.toString(), null);
            return Files.newBufferedReader(
                    path, encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding));
        } catch (TransformerException | IOException e) {
            throw (Exception)
                    type("trans.XPathException")
                            .getConstructor(String.class)
                            .newInstance(e.getMessage());
        }
    }

    /** Has what {@code xsl:message} says go there, which else is written to standard error. */
    static void messages(Transformer transformer, Consumer<String> target) {
        try {
            Object controller = controller(transformer);
            Consumer<Object> handler = message -> target.accept(text(message));
            controller
                    .getClass()
                    .getMethod("setMessageHandler", Consumer.class)
                    .invoke(controller, handler);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("another Saxon than 12", e);
        }
    }

    private static String text(Object message) {
        try {
            return String.valueOf(message.getClass().getMethod("getStringValue").invoke(message));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("another Saxon than 12", e);
        }
    }

    private static Object controller(Transformer transformer) throws ReflectiveOperationException {
        return transformer.getClass().getMethod("getUnderlyingController").invoke(transformer);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name, true, SaxonSettings.class.getClassLoader());
    }
}
