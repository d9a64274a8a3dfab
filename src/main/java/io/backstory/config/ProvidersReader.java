package io.backstory.config;

import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.ProviderConfig.PromptCaching;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@code providers}. A name with a problem below it is given all the same, so that routes find it. */
final class ProvidersReader {
    private static final int LARGEST_WINDOW = 100_000_000;
    private static final List<String> ENCODINGS =
            List.of("o200k_base", "cl100k_base", "p50k_base", "p50k_edit", "r50k_base");

    /** The tokenizer families of the window, which knows more of them. */
    static final List<String> FAMILIES = List.of(
            "gpt-4o",
            "gpt-5",
            "cl100k_base",
            "claude-5",
            "claude-4",
            "gemini",
            "mistral-spm",
            "llama",
            "qwen",
            "deepseek",
            "nova",
            "other");

    private static final List<String> CACHINGS = List.of("auto", "none", "key", "breakpoint", "markers");

    private final Section providers;

    ProvidersReader(Section providers) {
        this.providers = providers;
    }

    Map<String, ProviderConfig> read() {
        Map<String, ProviderConfig> read = new LinkedHashMap<>();
        for (String name : providers.names()) {
            if (!Names.PROVIDER.allow(name)) {
                providers.error(providers.placeOf(name), Names.PROVIDER.rule());
            }
            Section provider = Section.of(providers.get(name), providers.placeOf(name), ProviderReader.SETTINGS);
            read.put(name, new ProviderReader(name, provider, models(provider)).read());
        }
        if (read.isEmpty()) {
            providers.error(
                    providers.place(),
                    "There is no provider. One is needed, such as",
                    "simulator: {dialect: simulator, models: {echo-1: {contextWindow: 32000, maxOutput: 4000}}}");
        }
        return read;
    }

    private static Map<String, ModelConfig> models(Section provider) {
        Map<String, ModelConfig> read = new LinkedHashMap<>();
        Section models = provider.namedSection("models");
        for (String name : models.names()) {
            if (!Names.MODEL.allow(name)) {
                models.error(models.placeOf(name), Names.MODEL.rule());
            }
            Section model = Section.of(
                    models.get(name),
                    models.placeOf(name),
                    "contextWindow",
                    "maxOutput",
                    "encoding",
                    "promptCache",
                    "family",
                    "priceCliff");
            read.put(name, model(name, model));
        }
        if (read.isEmpty()) {
            models.error(
                    models.place(),
                    "There is no model. One is needed, such as  name: {contextWindow: 128000, maxOutput: 8000}");
        }
        return read;
    }

    private static ModelConfig model(String name, Section model) {
        model.require("contextWindow", "contextWindow is missing: how many tokens the model takes, prompt and reply.");
        model.require("maxOutput", "maxOutput is missing: how many tokens a reply of the model has at most.");
        int window = model.read("contextWindow", LARGEST_WINDOW, Readings.whole(256, LARGEST_WINDOW));
        int output = model.read("maxOutput", 1, Readings.whole(1, LARGEST_WINDOW));
        if (output >= window) {
            model.get("maxOutput").error("maxOutput is part of contextWindow and must be smaller, or no prompt fits.");
        }
        String encoding = model.read("encoding", ENCODINGS.get(0), Readings.oneOf(ENCODINGS));
        String caching = model.read("promptCache", "auto", Readings.oneOf(CACHINGS));
        return new ModelConfig(
                name,
                window,
                output,
                encoding,
                caching.equals("auto") ? null : PromptCaching.valueOf(caching.toUpperCase(Locale.ROOT)),
                model.find("family")
                        .flatMap(family -> family.read(Readings.oneOf(FAMILIES)))
                        .orElse(null),
                model.find("priceCliff")
                        .flatMap(cliff -> cliff.read(Readings.whole(256, LARGEST_WINDOW)))
                        .orElse(null));
    }
}
