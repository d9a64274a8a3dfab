package io.backstory.upstream;

import io.backstory.upstream.SimulatedRequest.ToolOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers from the messages of one request alone, always the same to the same request. It shows that a conversation is
 * remembered: it knows a name only when the message that told it was sent again.
 */
final class SimulatedModel {
    private static final Pattern ASKS_COUNT = pattern("\\bhow many messages\\b");
    private static final int QUOTED = 200;

    private SimulatedModel() {}

    static SimulatedReply answer(SimulatedRequest request) {
        Optional<ToolOffer> wanted = wantedTool(request);
        if (wanted.isPresent()) {
            ToolOffer tool = wanted.get();
            String arguments =
                    SimulatedArguments.of(tool.parameters(), request.last().text());
            return SimulatedReply.call("call_" + request.fingerprint(), tool.name(), arguments);
        }
        return SimulatedReply.text(request.format().of(request.last().text(), say(request)), request.maxTokens());
    }

    private static String say(SimulatedRequest request) {
        String text = request.last().text();
        if (request.last().isFrom("tool")) {
            return results(request);
        } else if (SimulatedNames.asked(text)) {
            return name(request).map(name -> "Your name is " + name + ".").orElse("You have not told me your name.");
        } else if (ASKS_COUNT.matcher(text).find()) {
            return "I was sent " + counted(request.messages().size(), "message") + ".";
        }
        return acknowledged(request.last().attachments())
                + SimulatedNames.told(List.of(text))
                        .map(name -> "Nice to meet you, " + name + ".")
                        .orElseGet(() -> received(request));
    }

    /** The tool that has to be called, or that the last message of the user asks for. */
    private static Optional<ToolOffer> wantedTool(SimulatedRequest request) {
        String choice = request.toolChoice();
        if (!request.last().isFrom("user") || choice.equals("none")) {
            return Optional.empty();
        }
        return choice.equals("auto")
                ? SimulatedTools.wanted(request.tools(), request.last().text())
                : request.tools().stream()
                        .filter(tool -> choice.equals("required") || choice.equals(tool.name()))
                        .findFirst();
    }

    private static Optional<String> name(SimulatedRequest request) {
        return SimulatedNames.told(request.messages().stream()
                .filter(message -> message.isFrom("user"))
                .map(SimulatedMessage::text)
                .toList());
    }

    /** Quotes the results the conversation ends with. */
    private static String results(SimulatedRequest request) {
        List<SimulatedMessage> messages = request.messages();
        int first = messages.size();
        while (first > 0 && messages.get(first - 1).isFrom("tool")) {
            first--;
        }
        List<String> said = new ArrayList<>();
        for (SimulatedMessage result : messages.subList(first, messages.size())) {
            said.add("The tool " + toolName(request, result.callId()) + " returned: " + quoted(result.text()));
        }
        return String.join("\n", said);
    }

    private static String toolName(SimulatedRequest request, String callId) {
        return request.messages().stream()
                .flatMap(message -> message.calls().entrySet().stream())
                .filter(call -> call.getKey().equals(callId))
                .map(call -> call.getValue())
                .reduce((earlier, later) -> later)
                .orElse(callId);
    }

    private static String acknowledged(List<String> attachments) {
        return attachments.isEmpty() ? "" : "I have read " + String.join(", ", attachments) + ". ";
    }

    private static String received(SimulatedRequest request) {
        return "I am a simulator, not a model. I received "
                + counted(request.messages().size(), "message")
                + " (" + request.promptTokens() + " tokens). You said: "
                + quoted(request.last().text());
    }

    private static String counted(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static String quoted(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
