/** When an alert about a service may close: enough clean connections, over enough time, after the last bad one. Called by detectors on stream threads. */
package io.plainsight.stream.recovery;
