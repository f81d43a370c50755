/**
 * From an alert's change to somebody knowing of it, as a chain of small stages: {@link
 * io.plainsight.alerting.deliver.Dedup} decides and names the reason, a {@link io.plainsight.alerting.deliver.Channel}
 * takes it to its receiver, {@link io.plainsight.alerting.deliver.DeliveryProgress} remembers how far each channel is.
 *
 * <p>Channels advance independently of each other: a receiver that is down holds back its own position only. The intake
 * thread calls in here; a channel that has to wait does so on a thread of its own.
 */
package io.plainsight.alerting.deliver;
