package io.backstory.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a provider's address and knows, without asking a name server, whether it is a private one. */
final class BaseUrl {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    private BaseUrl() {}

    /** An http or https address without credentials, query, fragment and trailing slash. */
    static URI read(String text) throws Refused {
        URI url = parse(text.replaceAll("/+$", ""));
        @Nullable String scheme = url.getScheme();
        if (scheme == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
            throw new Refused("The address of a provider starts with https:// or http://.");
        }
        if (url.getRawUserInfo() != null || (url.getRawAuthority() + "").contains("@")) {
            throw new Refused("An address holds no user and no password. The key belongs to apiKey.");
        }
        if (url.getHost() == null || url.getPort() > 65_535 || url.getPort() == 0) {
            throw new Refused(
                    "The address has no host name or port that can be read, as in https://api.example.com/v1.");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new Refused("The address ends before the first ? or #.");
        }
        return url;
    }

    /** Whether the host is a loopback, link-local or private address, or a name for this machine. */
    static boolean isPrivate(URI url) {
        String host = Optional.ofNullable(url.getHost())
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\.$", "");
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        if (!IPV4.matcher(host).matches() && !host.startsWith("[")) {
            return false;
        }
        try {
            return isPrivate(InetAddress.getByName(host));
        } catch (UnknownHostException notAnAddress) {
            return true;
        }
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
        boolean thisNetwork = bytes.length == 4 && bytes[0] == 0;
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        return shared
                || thisNetwork
                || uniqueLocal
                || address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress();
    }

    private static URI parse(String text) throws Refused {
        try {
            return new URI(text);
        } catch (URISyntaxException unreadable) {
            throw new Refused("This is not an address such as https://api.example.com/v1.");
        }
    }
}
