/**
 * Certificates as seen on the wire: parsed once per distinct certificate, kept in a bounded cache. Called on the packet
 * thread, at most once per certificate message; a cache belongs to one thread.
 */
package io.plainsight.sensor.x509;
