/** MARC records read from ISO 2709 files: mapped, scanned off-heap, and handed out in batches. */
module org.panamarc {
    requires static transitive org.jspecify;
    requires com.fasterxml.aalto;
    requires java.xml;
    requires org.codehaus.stax2;
    requires org.panamarc.natives;
    requires tools.jackson.core;

    exports org.panamarc;
    exports org.panamarc.python;
}
