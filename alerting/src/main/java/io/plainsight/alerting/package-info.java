/**
 * Keeps, delivers and shows alerts. {@link io.plainsight.alerting.AlertingService} is the entry; {@link
 * io.plainsight.alerting.AlertingSettings} says how. Everything below is wired there and nowhere else.
 */
package io.plainsight.alerting;
