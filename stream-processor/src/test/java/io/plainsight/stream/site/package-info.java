/** A made-up site that lives in event time: its machines, their handshakes as a sensor tells of them, and planted faults. */
package io.plainsight.stream.site;
