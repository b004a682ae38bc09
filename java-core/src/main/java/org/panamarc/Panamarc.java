package org.panamarc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.panamarc.internal.kernel.Scanners;

/** What this library is and runs on. */
public final class Panamarc {
    /** The version of this library. */
    public static final String VERSION = "0.1.0";

    private Panamarc() {}

    /**
     * The library's version, the Java runtime, the scanner that runs, and why a faster one does not
     * (empty where none would be faster).
     */
    public static Map<String, String> describe() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", VERSION);
        facts.put("java", Runtime.version().toString());
        facts.put("scanner", Scanners.fastestName());
        facts.put("scanner.reason", Scanners.reason());
        return facts;
    }
}
