package io.backstory.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backstory.chat.PromptCache;
import io.backstory.chat.PromptCache.Rule;
import io.backstory.config.ProviderConfig;
import io.backstory.config.ProviderConfig.ModelConfig;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What helps the cache of a provider. The vendors' own addresses are known; of a server that only speaks a vendor's wire
 * nothing is assumed, since some refuse a member they do not know.
 */
final class CacheRule {
    private static final int KEY_BYTES = 16;
    /** From 5.6 on a prompt is found again only at a mark. */
    private static final Pattern MARKED_GPT = Pattern.compile("gpt-(?:5\\.(?:[6-9]|\\d\\d)|[6-9]|\\d\\d)(?:[.-].*)?");

    private CacheRule() {}

    static Rule of(ProviderConfig provider, String model) {
        ModelConfig known = provider.models().get(model);
        if (known != null && known.promptCache() != null) {
            return Rule.valueOf(known.promptCache().name());
        }
        String host = host(provider.baseUrl());
        if (provider.dialect().equals("anthropic-messages")) {
            return Rule.MARKERS;
        }
        if (host.equals("api.openai.com") || host.endsWith(".openai.azure.com")) {
            return MARKED_GPT.matcher(model).matches() ? Rule.BREAKPOINT : Rule.KEY;
        }
        return host.equals("api.mistral.ai") ? Rule.KEY : Rule.NONE;
    }

    /**
     * The conversation's name as the provider gets it: 128 bits that stay the same on every instance, and tell nobody
     * without the provider's credential which session it is.
     */
    static String key(ProviderConfig provider, PromptCache cache) {
        String secret = provider.apiKey() == null || provider.apiKey().isEmpty()
                ? provider.name()
                : provider.apiKey().reveal();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), mac.getAlgorithm()));
            byte[] name = Arrays.copyOf(mac.doFinal(cache.key().getBytes(UTF_8)), KEY_BYTES);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(name);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HMAC-SHA-256", e);
        }
    }

    private static String host(@Nullable URI address) {
        return address == null || address.getHost() == null
                ? ""
                : address.getHost().toLowerCase(Locale.ROOT);
    }
}
