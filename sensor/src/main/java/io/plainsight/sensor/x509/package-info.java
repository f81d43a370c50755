/**
 * Certificates as seen on the wire: each is parsed once and each chain validated once against given roots, both kept in
 * bounded caches. Called on the packet thread, at most once per certificate message; a cache belongs to one thread.
 */
package io.plainsight.sensor.x509;
