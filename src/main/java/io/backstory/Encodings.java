package io.backstory;

import io.backstory.config.GatewayConfig;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.window.TokenCounter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.stream.Collectors;

/** Loads the tokenizers of the configured models before the first request would have to wait for one. */
final class Encodings {
    private Encodings() {}

    static Future<Void> preload(Vertx vertx, GatewayConfig config) {
        Set<String> encodings = config.providers().values().stream()
                .flatMap(provider -> provider.models().values().stream())
                .map(ModelConfig::encoding)
                .collect(Collectors.toSet());
        return vertx.executeBlocking(
                () -> {
                    encodings.forEach(encoding -> TokenCounter.of(encoding).preload());
                    return null;
                },
                false);
    }
}
