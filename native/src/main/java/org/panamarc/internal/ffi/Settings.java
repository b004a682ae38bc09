package org.panamarc.internal.ffi;

import org.jspecify.annotations.Nullable;

/**
 * Looks settings up in the system properties and the environment.
 *
 * @param properties where a property is found
 * @param environment where an environment variable is found
 */
record Settings(Source properties, Source environment) {
    /** Gives a value by name, or null where there is none. */
    interface Source {
        @Nullable String get(String name);
    }

    /**
     * A setting as the user wrote it.
     *
     * @param origin name of the variable, or the property with its {@code -D}
     */
    record Setting(String origin, String value) {
        @Override
        public String toString() {
            return origin + "=" + value;
        }
    }

    static Settings ofThisProcess() {
        return new Settings(System::getProperty, System::getenv);
    }

    /** The property if it is set, else the variable, else null; an empty one is not set. */
    @Nullable Setting find(String property, String variable) {
        String value = properties.get(property);
        if (value != null && !value.isEmpty()) {
            return new Setting("-D" + property, value);
        }
        value = environment.get(variable);
        return value != null && !value.isEmpty() ? new Setting(variable, value) : null;
    }
}
