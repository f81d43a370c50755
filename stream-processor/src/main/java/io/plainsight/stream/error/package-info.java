/** What happens to records that cannot be read or judged. Called by Kafka Streams on its threads. */
package io.plainsight.stream.error;
