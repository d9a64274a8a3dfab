package io.backstory;

import io.backstory.testing.RunningGateway;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A {@code curl} command as a page shows it: run by the real curl, or read and sent from here where there is none. */
record CurlCommand(String text) {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|([^\\s'\\\\]+)");

    static boolean isInstalled() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
    }

    /** The same command for another server. */
    CurlCommand to(URI server) {
        return new CurlCommand(text.replace("localhost:8080", server.getAuthority()));
    }

    /** Gives the command to a shell, word for word. */
    String run() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", text).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("curl ended with status " + process.exitValue());
        }
        return output;
    }

    /** Sends what curl would send. */
    String send() {
        Iterator<String> words = words().iterator();
        HttpRequest.Builder request = HttpRequest.newBuilder();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "curl", "-s" -> {}
                case "-H" -> header(request, words.next());
                case "-X" -> request.method(words.next(), BodyPublishers.noBody());
                case "-d" -> request.POST(BodyPublishers.ofString(words.next()));
                default -> request.uri(URI.create("http://" + word.replaceFirst("^http://", "")));
            }
        }
        return RunningGateway.send(request).body();
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words;
    }

    private static void header(HttpRequest.Builder request, String line) {
        int colon = line.indexOf(':');
        request.header(line.substring(0, colon), line.substring(colon + 1).strip());
    }
}
