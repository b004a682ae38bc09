package org.panamarc.internal.parse;

import com.fasterxml.aalto.AsyncXMLStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The start tags of the elements that are open around records, without attributes but with their
 * namespaces: reading that begins again inside them begins with these tags. Mutable, not
 * thread-safe.
 */
final class XmlAncestors {
    private final List<String> tags = new ArrayList<>();

    /** Opens an element: that of the event at which a reader is. */
    void push(AsyncXMLStreamReader<?> reader) {
        StringBuilder tag = new StringBuilder("<").append(name(reader));
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            String prefix = reader.getNamespacePrefix(i);
            tag.append(prefix == null || prefix.isEmpty() ? " xmlns" : " xmlns:" + prefix);
            tag.append("=\"").append(escaped(reader.getNamespaceURI(i))).append('"');
        }
        tags.add(tag.append('>').toString());
    }

    /** Closes the innermost element. */
    void pop() {
        if (!tags.isEmpty()) {
            tags.removeLast();
        }
    }

    /** How many elements are open. */
    int depth() {
        return tags.size();
    }

    /** The start tags in UTF-8; all elements count as closed, since reading them opens them. */
    byte[] reopened() {
        String all = String.join("", tags);
        tags.clear();
        return all.getBytes(StandardCharsets.UTF_8);
    }

    private static String name(AsyncXMLStreamReader<?> reader) {
        String prefix = reader.getPrefix();
        String local = reader.getLocalName();
        return prefix == null || prefix.isEmpty() ? local : prefix + ":" + local;
    }

    private static String escaped(String uri) {
        return uri.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
