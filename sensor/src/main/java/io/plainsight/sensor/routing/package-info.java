/** Routing and redundancy protocols over UDP: RIP and HSRP, with their clear-text passwords. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.routing;
