package org.panamarc.internal;

/** How far reading has come: what framers, batch sources and readers answer. */
public enum ReadState {
    /** What was asked for is ready to be taken. */
    READY,
    /** Much input went by without it, or much time; the same call goes on. */
    PAUSED,
    /** The source must be given more bytes first; what was found so far is kept. */
    NEED_INPUT,
    /** The error policy does not let something through; the failure is to be taken. */
    FAILED,
    /** There will be no more. */
    END
}
