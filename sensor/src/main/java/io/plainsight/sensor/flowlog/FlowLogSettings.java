package io.plainsight.sensor.flowlog;

/**
 * What an operator can set about reading flow logs. Immutable.
 *
 * @param formats of AWS rows without a header
 * @param deadLetters takes what is refused
 */
public record FlowLogSettings(FlowLogFormats formats, DeadLetters deadLetters) {
    public static final FlowLogSettings DEFAULT = new FlowLogSettings(FlowLogFormats.NONE, DeadLetters.NONE);
}
