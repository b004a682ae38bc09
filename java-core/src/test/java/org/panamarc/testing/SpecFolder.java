package org.panamarc.testing;

import java.nio.file.Path;

/** Finds the test data that all languages share. */
public final class SpecFolder {
    private SpecFolder() {}

    /** A file of the folder {@code spec}, which the property {@code panamarc.spec} may name. */
    public static Path file(String name) {
        return Path.of(System.getProperty("panamarc.spec", "../spec")).resolve(name);
    }
}
