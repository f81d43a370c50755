/** Applies the policy to what detectors found, between them and the episodes: exceptions, severities, names of services. */
package io.plainsight.stream.exception;
