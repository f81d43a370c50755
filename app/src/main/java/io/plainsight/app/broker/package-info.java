/** The Kafka broker that {@code plainsight run} carries with it. Used by the commands of {@code app}, on their threads. */
package io.plainsight.app.broker;
