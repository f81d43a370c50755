/** Receives flow-export packets over UDP and hands them to their decoder; each collector has two threads of its own. */
package io.plainsight.sensor.flowlog.collector;
