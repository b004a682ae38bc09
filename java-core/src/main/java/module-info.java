/** MARC records read from ISO 2709 files: mapped, scanned off-heap, and handed out in batches. */
module org.panamarc {
    requires static transitive org.jspecify;
    requires org.panamarc.natives;

    exports org.panamarc;
    exports org.panamarc.python;
}
