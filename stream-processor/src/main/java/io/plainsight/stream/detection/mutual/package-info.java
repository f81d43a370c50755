/** Services whose clients must show a certificate, and connections where they did not, or were refused. */
package io.plainsight.stream.detection.mutual;
