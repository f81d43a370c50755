/**
 * Turns packets and flow logs into observations: capture, decode, flow, dissect, publish. Nothing below this package
 * depends on what stands after it in that row.
 */
package io.plainsight.sensor;
