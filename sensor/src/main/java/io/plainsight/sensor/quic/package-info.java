/** QUIC: reads its Initial packets, whose keys follow from what passes in clear, and infers the rest from packet kinds. */
package io.plainsight.sensor.quic;
