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
 * {@code panamarc_frame} of {@code panamarc.h}, called so that it may be given Java's arrays; see
 * {@link PackFunction}. Used only where the library is loaded; by any number of threads.
 */
public final class FrameFunction {
    static final FunctionDescriptor DESCRIPTOR =
            FunctionDescriptor.of(
                    panamarc_h.C_INT,
                    Collections.nCopies(3, panamarc_h.C_POINTER).toArray(MemoryLayout[]::new));

    private static final MethodHandle HANDLE =
            Linker.nativeLinker()
                    .downcallHandle(
                            SymbolLookup.loaderLookup().findOrThrow("panamarc_frame"),
                            DESCRIPTOR,
                            Linker.Option.critical(true));

    private FrameFunction() {}

    /** Calls it; see {@code panamarc.h} for what it is given and what it returns. */
    public static int call(MemorySegment window, MemorySegment positions, MemorySegment run) {
        try {
            return (int) HANDLE.invokeExact(window, positions, run);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the function throws nothing", e);
        }
    }
}
