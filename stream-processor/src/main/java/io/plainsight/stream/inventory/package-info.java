/** Certificates that were imported, for services whose own nobody sees on the wire. */
package io.plainsight.stream.inventory;
