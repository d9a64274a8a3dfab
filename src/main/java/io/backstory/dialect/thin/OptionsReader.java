package io.backstory.dialect.thin;

import io.backstory.chat.NativeOptions;
import io.backstory.chat.Options;
import io.backstory.chat.ResponseFormat;
import java.util.List;

/** Reads how the reply is to be made. */
final class OptionsReader {
    private static final int MAX_TEMPERATURE = 2;

    private OptionsReader() {}

    static Options options(Fields body) {
        return new Options(
                body.read("maxOutputTokens", field -> field.integer(1)),
                body.read("temperature", field -> field.number(0, MAX_TEMPERATURE)),
                null,
                List.of(),
                body.read("toolChoice", ToolReader::choice),
                null,
                body.read("responseFormat", OptionsReader::format),
                null,
                NativeOptions.NONE);
    }

    private static ResponseFormat format(JsonField field) {
        if (field.isObject()) {
            Fields fields = field.fields(List.of("name", "schema", "strict"));
            return new ResponseFormat.JsonSchema(
                    fields.need("name").nonEmptyText(),
                    ToolReader.schema(fields.need("schema")),
                    fields.read("strict", JsonField::truth));
        }
        if (field.isText() && field.text().equals("text")) {
            return new ResponseFormat.PlainText();
        }
        throw field.invalid("must be \"text\" or {\"name\": ..., \"schema\": ...}.");
    }
}
