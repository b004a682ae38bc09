/** MARC records read from ISO 2709 files: mapped, scanned off-heap, and handed out in batches. */
module org.panamarc {
    // zstd alone needs it; where nothing adds it (--add-modules), such files are an error that says
    // so.
    requires static com.github.luben.zstd_jni;
    // Indexes alone need these; where nothing adds Lucene, they are an error that says so.
    requires static java.logging;
    requires static org.apache.lucene.core;
    requires static transitive org.jspecify;
    requires com.fasterxml.aalto;
    requires java.xml;
    requires jdk.jfr;
    requires org.apache.commons.compress;
    requires org.codehaus.stax2;
    requires org.panamarc.natives;
    requires tools.jackson.core;

    exports org.panamarc;
    exports org.panamarc.columns;
    exports org.panamarc.index;
    exports org.panamarc.python;
    exports org.panamarc.query;
    exports org.panamarc.schema;
}
