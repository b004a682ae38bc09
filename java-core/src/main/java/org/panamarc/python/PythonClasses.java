package org.panamarc.python;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;

/** All classes of the core, for the class archive that Python has the JVM make. */
public final class PythonClasses {
    /** A record with a field 001. */
    private static final String RECORD =
            "00040nam a2200037 a 4500" + "001000200000" + "\u001Ex\u001E\u001D";

    private PythonClasses() {}

    /**
     * Loads the classes that this process had no use for: the next one may. Two records are read
     * and counted, which makes the calls into C that every reader makes.
     *
     * @return how many classes there are; 0 where the core is not in a jar
     */
    public static int load() throws IOException {
        byte[] two = RECORD.repeat(2).getBytes(StandardCharsets.US_ASCII);
        try (MarcReader reader = MarcReader.of(two, ReadOptions.DEFAULT);
                MarcReader counted = MarcReader.of(two, ReadOptions.DEFAULT)) {
            reader.forEach(MarcRecord::leader);
            counted.count();
        }
        @Nullable CodeSource source = PythonClasses.class.getProtectionDomain().getCodeSource();
        if (source == null || !source.getLocation().getPath().endsWith(".jar")) {
            return 0;
        }
        int loaded = 0;
        try (JarFile jar = new JarFile(new File(source.getLocation().getPath()))) {
            for (String name : (Iterable<String>) jar.stream().map(Object::toString)::iterator) {
                if (name.startsWith("org/panamarc/") && name.endsWith(".class")) {
                    loaded += load(name.substring(0, name.length() - 6).replace('/', '.'));
                }
            }
        }
        return loaded;
    }

    private static int load(String name) {
        try {
            Class.forName(name, false, PythonClasses.class.getClassLoader());
            return 1;
        } catch (ClassNotFoundException | LinkageError e) { // it is for a library that is not there
            return 0;
        }
    }
}
