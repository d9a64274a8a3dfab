package io.backstory.upstream;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells addresses of the open Internet from those that lead into a private network, to this machine or nowhere. */
final class PublicAddress {

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return address instanceof Inet4Address ? isPublic4(address.getAddress()) : isPublic6(address.getAddress());
    }

    /** The special-purpose blocks of RFC 6890 that the JDK does not know: 0/8, 100.64/10, 192.0.0/24, 198.18/15, 240/4. */
    private static boolean isPublic4(byte[] ip) {
        int first = ip[0] & 0xff;
        int second = ip[1] & 0xff;
        boolean shared = first == 100 && (second & 0xc0) == 64;
        boolean protocol = first == 192 && second == 0 && ip[2] == 0;
        boolean benchmark = first == 198 && (second & 0xfe) == 18;
        return first != 0 && first < 240 && !shared && !protocol && !benchmark;
    }

    /** Unique local addresses are private; NAT64 and 6to4 are as public as the IPv4 address they carry. */
    private static boolean isPublic6(byte[] ip) {
        if ((ip[0] & 0xfe) == 0xfc) {
            return false;
        }
        if (ip[0] == 0x20 && ip[1] == 0x02) {
            return embedded(ip, 2);
        }
        boolean nat64 = ip[0] == 0 && ip[1] == 0x64 && (ip[2] & 0xff) == 0xff && (ip[3] & 0xff) == 0x9b;
        boolean compatible = allZero(ip, 12);
        return !(nat64 || compatible) || embedded(ip, 12);
    }

    private static boolean allZero(byte[] ip, int count) {
        for (int i = 0; i < count; i++) {
            if (ip[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean embedded(byte[] ip, int offset) {
        try {
            return is(
                    InetAddress.getByAddress(new byte[] {ip[offset], ip[offset + 1], ip[offset + 2], ip[offset + 3]}));
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}
