/** ESP, IPsec's own packets. Called by the inspection of one connection, on its thread. */
package io.plainsight.sensor.esp;
