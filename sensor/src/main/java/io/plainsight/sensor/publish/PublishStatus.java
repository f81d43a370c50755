package io.plainsight.sensor.publish;

/**
 * What publishing looks like at a moment.
 *
 * @param queueBytes observations that wait for the spool's writer
 * @param spoolBytes observations that are written and not acknowledged
 * @param spoolLimitBytes the spool's budget
 * @param oldestMs how long the oldest of them has waited, 0 when there is none
 */
public record PublishStatus(
        PublishState state, long queueBytes, long spoolBytes, long spoolLimitBytes, long oldestMs) {}
