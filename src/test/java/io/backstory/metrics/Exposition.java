package io.backstory.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prometheus' text format, read back: each sample's text before its value, and its value. */
record Exposition(Map<String, Double> samples) {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][^{ ]*(?:\\{.*\\})?) (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    static Exposition of(GatewayMetrics metrics) {
        Map<String, Double> samples = new HashMap<>();
        metrics.scrape().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new AssertionError("not a sample: " + line);
            }
            samples.put(sample.group(1), Double.valueOf(sample.group(2)));
        });
        return new Exposition(samples);
    }

    /** Sample names with the names of their labels. */
    Map<String, Set<String>> labelsByName() {
        Map<String, Set<String>> labels = new HashMap<>();
        for (String sample : samples.keySet()) {
            Set<String> names = labels.computeIfAbsent(name(sample), first -> new TreeSet<>());
            LABEL.matcher(sample).results().forEach(label -> names.add(label.group(1)));
        }
        return labels;
    }

    double value(String sample) {
        Double value = samples.get(sample);
        if (value == null) {
            throw new AssertionError("no sample " + sample);
        }
        return value;
    }

    private static String name(String sample) {
        int brace = sample.indexOf('{');
        return brace < 0 ? sample : sample.substring(0, brace);
    }
}
