package io.plainsight.sensor.dissect;

/** A dissector of a protocol that arranges for further connections. */
public interface AnnouncingDissector extends StreamDissector {
    /** Called once, before the first bytes; {@code announcements} serves as long as the dissector is fed. */
    void announceTo(Announcements announcements);
}
