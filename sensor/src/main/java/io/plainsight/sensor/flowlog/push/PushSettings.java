package io.plainsight.sensor.flowlog.push;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * How pushed flow logs are received.
 *
 * @param address where to listen; port 0 takes a free one
 * @param certificate PEM; null for plain HTTP, which is for loopback alone
 * @param key PEM, PKCS #8
 */
public record PushSettings(InetSocketAddress address, Path certificate, Path key, AccessKey accessKey) {}
