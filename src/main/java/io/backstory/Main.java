package io.backstory;

import io.backstory.config.ConfigException;
import io.backstory.config.ConfigLoader;
import io.backstory.config.ConfigReport;
import io.backstory.config.DemoConfig;
import io.backstory.config.Environment;
import io.backstory.config.GatewayConfig;
import io.backstory.config.LoadedConfig;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The command line. */
public final class Main {
    /** What {@code logback.xml} asks for; set before the first logger is made, which is why no class here has one. */
    private static final String LOG_LEVEL = "backstory.logging.level";

    private static final long CLOSING_SECONDS = 5;
    private static final PrintStream OUT = System.out;
    private static final PrintStream ERR = System.err;

    private Main() {}

    public static void main(String[] arguments) {
        int status = execute(CommandLine.parse(List.of(arguments)));
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int execute(CommandLine command) {
        if (command instanceof CommandLine.Run run) {
            return run(run.config());
        }
        if (command instanceof CommandLine.Check check) {
            return check(check.config());
        }
        if (command instanceof CommandLine.Version) {
            OUT.println("backstory " + BuildInfo.version());
            return 0;
        }
        if (command instanceof CommandLine.Wrong wrong) {
            ERR.println("backstory: " + wrong.what() + "\n\n" + CommandLine.HELP);
            return 2;
        }
        OUT.print(CommandLine.HELP);
        return 0;
    }

    private static int check(Path file) {
        try {
            OUT.print(ConfigReport.of(file.toString(), new ConfigLoader().load(file)));
            return 0;
        } catch (ConfigException refused) {
            OUT.print(ConfigReport.of(refused));
            return 1;
        }
    }

    private static int run(@Nullable Path file) {
        try {
            LoadedConfig loaded =
                    file == null ? new DemoConfig(Environment.SYSTEM).load() : new ConfigLoader().load(file);
            loaded.warnings().forEach(warning -> ERR.println("warning: " + ConfigReport.line(warning)));
            return start(
                    loaded.config(),
                    file == null ? "built-in demo" : file.toAbsolutePath().toString());
        } catch (ConfigException refused) {
            ERR.print(ConfigReport.of(refused));
            return 1;
        }
    }

    private static int start(GatewayConfig config, String source) {
        System.setProperty(LOG_LEVEL, config.logging().level().name());
        Vertx vertx = Vertx.vertx();
        try {
            Gateway gateway = Gateway.start(vertx, config).await();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(gateway, vertx, config), "drain"));
            OUT.print(Welcome.of(config, gateway, source));
            OUT.flush();
            return 0;
        } catch (Exception failure) { // await() throws whatever the Future failed with, checked or not
            ERR.println("The gateway could not start: " + failure.getMessage());
            vertx.close().await();
            return 1;
        }
    }

    /** Ends with status 0 when every turn was done, where the JVM would give that of the signal. */
    private static void end(Gateway gateway, Vertx vertx, GatewayConfig config) {
        int status = stop(gateway, vertx, config) ? 0 : 1;
        OUT.flush();
        Runtime.getRuntime().halt(status);
    }

    private static boolean stop(Gateway gateway, Vertx vertx, GatewayConfig config) {
        OUT.println("Backstory is draining: running turns may end, new ones go elsewhere.");
        try {
            Duration drain = config.server().drainDelay().plus(config.server().drain());
            gateway.stop().await(drain.toSeconds() + CLOSING_SECONDS, TimeUnit.SECONDS);
            vertx.close().await(CLOSING_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException late) {
            ERR.println("Backstory stops although turns are still running.");
            return false;
        }
    }
}
