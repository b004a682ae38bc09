package org.panamarc.internal.crosswalk;

/** A name with its role. */
record Contribution(Role role, CitedName name) {}
