package org.panamarc.internal;

/** The version of this library. */
public final class Version {
    /** As in the project's files. */
    public static final String TEXT = "0.1.0";

    private Version() {}
}
