/** MARC records read from ISO 2709 files: mapped, scanned off-heap, and handed out in batches. */
module org.panamarc {
    requires static transitive org.jspecify;
    requires com.fasterxml.aalto;
    requires com.github.luben.zstd_jni;
    requires java.xml;
    requires org.apache.commons.compress;
    requires org.codehaus.stax2;
    requires org.panamarc.natives;
    requires tools.jackson.core;

    exports org.panamarc;
    exports org.panamarc.python;
}
