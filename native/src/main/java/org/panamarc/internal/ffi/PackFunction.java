package org.panamarc.internal.ffi;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Collections;
import org.panamarc.internal.ffi.generated.panamarc_h;

/**
 * {@code panamarc_pack} of {@code panamarc.h}, called so that it may be given Java's arrays: the
 * garbage collector waits for it, which is why a run is short. Used only where the library is
 * loaded; by any number of threads.
 */
public final class PackFunction {
    /**
     * What it takes and returns. The bindings have the same, but to ask them makes a second way to
     * call it, which takes each start some milliseconds.
     */
    static final FunctionDescriptor DESCRIPTOR =
            FunctionDescriptor.of(
                    panamarc_h.C_INT,
                    Collections.nCopies(12, panamarc_h.C_POINTER).toArray(MemoryLayout[]::new));

    private static final MethodHandle HANDLE =
            Linker.nativeLinker()
                    .downcallHandle(
                            SymbolLookup.loaderLookup().findOrThrow("panamarc_pack"),
                            DESCRIPTOR,
                            Linker.Option.critical(true));

    private PackFunction() {}

    /** Calls it; see {@code panamarc.h} for what it is given and what it returns. */
    public static int call(
            MemorySegment window,
            MemorySegment positions,
            MemorySegment highBytes,
            MemorySegment notes,
            MemorySegment run,
            MemorySegment content,
            MemorySegment tags,
            MemorySegment starts,
            MemorySegment rawStarts,
            MemorySegment rawLengths,
            MemorySegment firstSlots,
            MemorySegment flags) {
        try {
            return (int)
                    HANDLE.invokeExact(
                            window,
                            positions,
                            highBytes,
                            notes,
                            run,
                            content,
                            tags,
                            starts,
                            rawStarts,
                            rawLengths,
                            firstSlots,
                            flags);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the function throws nothing", e);
        }
    }
}
