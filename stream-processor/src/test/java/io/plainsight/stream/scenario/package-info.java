/**
 * The language in which attacks, and the innocent traffic next to them, are told: a few lines make the observations of hours
 * or weeks, which then run through the real topology.
 *
 * <pre>{@code
 * Scenario.scenario("a proxy takes TLS 1.3 out of the hello")
 *         .server("10.0.1.9:443").supports(TLS13, TLS12)
 *         .client("10.0.0.5").offers(TLS13, TLS12)
 *         .handshakes(30, every(hours(1)))
 *         .onPath(OnPath.rewritesHello(TLS12))
 *         .handshakes(1)
 *         .expect(alert("downgrade").row("sentinel-1.2").severity(HIGH).blame("on-path"));
 * }</pre>
 *
 * <p>{@code server} and {@code client} name the pair that talks from here on and begin with sensible abilities; a name told
 * before is the same machine as before. {@code handshakes} lets them negotiate as the RFCs say ({@link Negotiation}), so that
 * version, suite, group and downgrade mark follow from the abilities and from who is on the path, not from the test's
 * opinion. {@code observe} takes any observation as it is, for protocols that this package has no words for.
 *
 * <p>{@code expect} names every alert of the rules watched ({@link Scenario#WATCHED}); {@code expectNothing} says that there is
 * none. {@link ScenarioRun} plays a scenario in order, or shuffled and with repeats as records arrive from several sensors.
 * Twins: {@link Twins} pairs an attack with the innocent scenario nearest to it.
 */
package io.plainsight.stream.scenario;
