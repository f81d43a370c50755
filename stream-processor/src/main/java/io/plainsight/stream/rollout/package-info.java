/** How a policy reaches the running detectors: from a file to a topic, and from the topic into force. */
package io.plainsight.stream.rollout;
