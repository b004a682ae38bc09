package org.panamarc.python;

import java.io.File;
import java.io.IOException;
import java.security.CodeSource;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** All classes of the core, for the class archive that Python has the JVM make. */
public final class PythonClasses {
    private PythonClasses() {}

    /**
     * Loads, without running any, the classes that this process had no use for: the next one may.
     *
     * @return how many classes there are; 0 where the core is not in a jar
     */
    public static int load() throws IOException {
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
