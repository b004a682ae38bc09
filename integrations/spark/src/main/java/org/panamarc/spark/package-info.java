/** MARC as a data source of Apache Spark: {@code spark.read.format("marc")}. */
@NullMarked
package org.panamarc.spark;

import org.jspecify.annotations.NullMarked;
