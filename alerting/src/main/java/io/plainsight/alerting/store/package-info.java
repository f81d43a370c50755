/**
 * What is known at the moment: the alerts and the posture, as the latest records on their topics state it. Memory only;
 * the topics are the durable store, and every start rebuilds from them. Written by the one intake thread, read by the
 * console's threads.
 */
package io.plainsight.alerting.store;
