package org.panamarc.internal.query;

/** What must hold between two terms. None holds where the left term has no value. */
enum Operator {
    /** A left value equals a right one. */
    EQUAL("="),
    /** No left value equals a right one. */
    UNEQUAL("!="),
    /** A left value includes a right one. */
    INCLUDES("~"),
    /** No left value includes a right one. */
    INCLUDES_NOT("!~"),
    /** There is a right value. */
    EXISTS("?"),
    /** There is no right value. */
    EXISTS_NOT("!");

    private final String sign;

    Operator(String sign) {
        this.sign = sign;
    }

    /** How a spec writes it. */
    String sign() {
        return sign;
    }

    /** Whether it holds where what it denies does not. */
    boolean denies() {
        return this == UNEQUAL || this == INCLUDES_NOT || this == EXISTS_NOT;
    }
}
