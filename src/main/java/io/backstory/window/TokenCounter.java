package io.backstory.window;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import io.backstory.chat.Measure;
import io.backstory.chat.Message;
import io.backstory.chat.Tool;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts tokens with one of JTokkit's encodings. Exact for text up to 256 KiB, never too small beyond (see
 * {@link BoundedBpe}).
 *
 * <p>Every method blocks: the first use of an encoding loads it, which takes a second, and counting takes some 0.3 ms a
 * kilobyte. Call from a worker, never from an event loop. Thread-safe; one instance an encoding.
 */
public final class TokenCounter {
    /** Used for every name JTokkit does not know. */
    public static final String DEFAULT_ENCODING = EncodingType.O200K_BASE.getName();

    private static final Map<EncodingType, TokenCounter> COUNTERS = Arrays.stream(EncodingType.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), type -> new TokenCounter(new LazyBpe(type))));

    private final ToIntFunction<String> bpe;

    TokenCounter(ToIntFunction<String> bpe) {
        this.bpe = bpe;
    }

    /**
     * The shared counter of an encoding; loads nothing yet.
     *
     * @param encoding JTokkit's name, such as {@code o200k_base} or {@code cl100k_base}
     */
    public static TokenCounter of(String encoding) {
        EncodingType type = EncodingType.fromName(encoding).orElse(EncodingType.O200K_BASE);
        TokenCounter counter = COUNTERS.get(type);
        if (counter == null) {
            throw new AssertionError("every encoding has a counter: " + type);
        }
        return counter;
    }

    /** Loads the encoding now, so that no request waits for it. */
    public void preload() {
        count("");
    }

    /** Tokens of plain text. What looks like a special token is ordinary text here. */
    public int count(String text) {
        return bounded().applyAsInt(text);
    }

    /** The same messages with their tokens counted, each kind of text apart. */
    public InputSize count(InputSize size, List<Message> messages) {
        Walk walk = walk();
        KindSums yard = KindSums.NONE;
        for (Message message : messages) {
            int before = walk.sum();
            TextKind kind = walk.message(message);
            yard = yard.plus(kind, walk.sum() - before);
        }
        return size.withYard(yard);
    }

    /** The same messages with their tokens counted. */
    public Measure count(Measure size, List<Message> messages) {
        Walk walk = walk();
        messages.forEach(walk::message);
        return size.withYard(walk.sum());
    }

    /** The same head with its tokens counted. */
    public HeadSize count(HeadSize size, List<Message> instructions, List<Tool> tools) {
        Walk offered = walk();
        tools.forEach(tool -> Measurer.tool(tool, offered));
        return new HeadSize(
                size.hash(),
                count(size.instructions(), instructions),
                size.tools().withYard(offered.sum()));
    }

    private Walk walk() {
        return new Walk(bounded());
    }

    private BoundedBpe bounded() {
        return new BoundedBpe(bpe);
    }

    /** Loads its encoding on first use, once. */
    private static final class LazyBpe implements ToIntFunction<String> {
        private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();

        private final EncodingType type;
        private volatile @Nullable Encoding encoding;

        LazyBpe(EncodingType type) {
            this.type = type;
        }

        /** The ordinary count: the other one throws on the text of a special token. */
        @Override
        public int applyAsInt(String text) {
            return encoding().countTokensOrdinary(text);
        }

        private Encoding encoding() {
            Encoding loaded = encoding;
            return loaded != null ? loaded : load();
        }

        private synchronized Encoding load() {
            Encoding loaded = encoding;
            if (loaded == null) {
                loaded = REGISTRY.getEncoding(type);
                encoding = loaded;
            }
            return loaded;
        }
    }
}
