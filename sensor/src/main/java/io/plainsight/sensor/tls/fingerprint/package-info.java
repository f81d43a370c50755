/**
 * Fingerprints of TLS hellos: JA3, JA3S and JA4, pure functions of a parsed hello, callable from any thread. The other
 * members of JA4+ are left out because of their licence.
 */
package io.plainsight.sensor.tls.fingerprint;
