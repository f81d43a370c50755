package io.plainsight.sensor.ssh;

/**
 * What two KEXINITs come to (RFC 4253 section 7.1): of each kind the first of the client's that the server has too.
 *
 * <p>For the key exchange the standard adds conditions on the host key; all algorithms in use meet them. Null stands for no
 * common algorithm.
 */
record SshNegotiation(String keyExchange, String hostKey, String encryption, String integrity) {
    static SshNegotiation of(SshKexInit client, SshKexInit server) {
        String toServer = SshKexInit.choose(client.encryptionToServer(), server.encryptionToServer());
        String toClient = SshKexInit.choose(client.encryptionToClient(), server.encryptionToClient());
        String macToServer = mac(toServer, SshKexInit.choose(client.macToServer(), server.macToServer()));
        String macToClient = mac(toClient, SshKexInit.choose(client.macToClient(), server.macToClient()));
        return new SshNegotiation(
                SshKexInit.choose(client.keyExchange(), server.keyExchange()),
                SshKexInit.choose(client.hostKey(), server.hostKey()),
                worseCipher(toServer, toClient),
                worseMac(macToServer, macToClient));
    }

    boolean isComplete() {
        return keyExchange != null && hostKey != null && encryption != null && integrity != null;
    }

    private static String mac(String cipher, String mac) {
        return cipher != null && SshAlgorithms.authenticatesItself(cipher) ? SshAlgorithms.IMPLICIT : mac;
    }

    private static String worseCipher(String a, String b) {
        if (a == null || b == null) {
            return null;
        }
        return SshAlgorithms.cipherRank(b) > SshAlgorithms.cipherRank(a) ? b : a;
    }

    private static String worseMac(String a, String b) {
        if (a == null || b == null) {
            return null;
        }
        return SshAlgorithms.macWeakness(b) != null ? b : a;
    }
}
