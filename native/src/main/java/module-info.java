/** The native kernels of panamarc and their bindings; for the module org.panamarc alone. */
// org.panamarc is built after this module, which names it all the same.
@SuppressWarnings("module")
module org.panamarc.natives {
    requires static org.jspecify;

    exports org.panamarc.internal.ffi to
            org.panamarc;
    exports org.panamarc.internal.ffi.generated to
            org.panamarc;
}
