package io.backstory;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
sealed interface CommandLine {
    String HELP =
            """
            Backstory, the LLM gateway that remembers the conversation.

            usage: java -jar backstory.jar [command]

              run [--config FILE]   start the gateway; without a file, a demo that needs no key
              check FILE            read a configuration and report every problem in it; start nothing
              version               print the version
              help                  print this

            Exit status: 0 done, 1 the configuration has problems or the gateway could not start, 2 wrong usage.
            """;

    /**
     * Start the gateway.
     *
     * @param config null starts the demo
     */
    record Run(@Nullable Path config) implements CommandLine {}

    record Check(Path config) implements CommandLine {}

    record Version() implements CommandLine {}

    record Help() implements CommandLine {}

    /** Nothing that is known. */
    record Wrong(String what) implements CommandLine {}

    static CommandLine parse(List<String> arguments) {
        String command = arguments.isEmpty() ? "run" : arguments.get(0);
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        return switch (command) {
            case "run" -> run(rest);
            case "--config" -> run(arguments);
            case "check" -> rest.size() == 1 ? new Check(Path.of(rest.get(0))) : new Wrong("check takes one file");
            case "version", "--version" -> new Version();
            case "help", "--help", "-h" -> new Help();
            default -> new Wrong("there is no command \"" + command + "\"");
        };
    }

    private static CommandLine run(List<String> options) {
        if (options.isEmpty()) {
            return new Run(null);
        }
        return options.size() == 2 && options.get(0).equals("--config")
                ? new Run(Path.of(options.get(1)))
                : new Wrong("run takes --config FILE and nothing else");
    }
}
