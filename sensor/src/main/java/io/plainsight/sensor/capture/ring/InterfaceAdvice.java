package io.plainsight.sensor.capture.ring;

import io.plainsight.sensor.capture.LiveCaptureConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * What about an interface distorts or cuts what is captured, and the command that changes it.
 *
 * <p>Offloads that join segments leave the bytes as they are but not the packets: fewer and longer ones are counted than
 * were on the wire, losses within them are not seen, and what is longer than the snap length is cut.
 */
final class InterfaceAdvice {
    /** Link-layer header and two tags. */
    private static final int FRAME_OVERHEAD = 14 + 8;

    private InterfaceAdvice() {}

    static List<String> of(NetworkDevice device, LiveCaptureConfig config) {
        List<String> advice = new ArrayList<>();
        if (device.isAny()) {
            return advice;
        }
        boolean gro = device.hasGro();
        boolean lro = device.hasLro();
        if (gro || lro) {
            advice.add(offloads(device.name(), gro, lro));
        }
        int longest = device.mtu() + FRAME_OVERHEAD;
        if (config.snapLength() < longest) {
            advice.add("interface " + device.name() + ": frames longer than " + config.snapLength()
                    + " bytes are cut, and its MTU allows " + device.mtu() + "; --snap-length " + longest
                    + " keeps them whole");
        }
        return advice;
    }

    private static String offloads(String name, boolean gro, boolean lro) {
        String which = gro && lro ? "GRO and LRO are" : gro ? "GRO is" : "LRO is";
        return "interface " + name + ": " + which + " on, so segments are joined before they are captured and packet"
                + " counts are too low; on an interface for capture only: ethtool -K " + name
                + (gro ? " gro off" : "") + (lro ? " lro off" : "");
    }
}
