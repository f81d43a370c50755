/** The figures that alerting exports. Used by every other package of alerting, from any thread. */
package io.plainsight.alerting.metrics;
