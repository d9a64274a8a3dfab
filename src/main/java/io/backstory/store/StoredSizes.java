package io.backstory.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Measure;
import io.backstory.chat.Picture;
import io.backstory.chat.TurnSizes;
import io.backstory.chat.TurnSizes.Clearable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored form of what the window keeps of a turn. Measures are arrays, since every turn has them. */
final class StoredSizes {
    private StoredSizes() {}

    static void write(JsonGenerator out, TurnSizes sizes) throws IOException {
        if (sizes.equals(TurnSizes.NONE)) {
            return;
        }
        out.writeObjectFieldStart("sizes");
        out.writeStringField("family", sizes.family());
        out.writeNumberField("head", sizes.head());
        out.writeNumberField("step", sizes.step());
        out.writeBooleanField("exact", sizes.exact());
        measure("in", out, sizes.input());
        measure("out", out, sizes.output());
        clearable("tools", out, sizes.tools());
        clearable("media", out, sizes.media());
        out.writeEndObject();
    }

    private static void measure(String name, JsonGenerator out, Measure measure) throws IOException {
        out.writeArrayFieldStart(name);
        out.writeNumber(measure.messages());
        out.writeNumber(measure.blocks());
        out.writeNumber(measure.bytes());
        out.writeNumber(measure.yard());
        out.writeNumber(measure.other());
        for (Picture picture : measure.pictures()) {
            out.writeStartArray();
            out.writeNumber(picture.width());
            out.writeNumber(picture.height());
            out.writeBoolean(picture.low());
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private static void clearable(String name, JsonGenerator out, Clearable clearable) throws IOException {
        if (!clearable.equals(Clearable.NONE)) {
            out.writeArrayFieldStart(name);
            out.writeNumber(clearable.bytes());
            out.writeNumber(clearable.parts());
            out.writeNumber(clearable.other());
            out.writeEndArray();
        }
    }

    /** Absent in turns stored before anything was kept. */
    static TurnSizes read(@Nullable JsonNode node) {
        if (node == null) {
            return TurnSizes.NONE;
        }
        return new TurnSizes(
                node.required("family").textValue(),
                node.required("head").longValue(),
                node.required("step").intValue(),
                node.required("exact").booleanValue(),
                measure(node.required("in")),
                measure(node.required("out")),
                clearable(node.get("tools")),
                clearable(node.get("media")));
    }

    private static Measure measure(JsonNode node) {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 5; i < node.size(); i++) {
            JsonNode picture = node.required(i);
            pictures.add(new Picture(
                    number(picture, 0), number(picture, 1), picture.required(2).booleanValue()));
        }
        return new Measure(
                number(node, 0), number(node, 1), number(node, 2), number(node, 3), number(node, 4), pictures);
    }

    private static Clearable clearable(@Nullable JsonNode node) {
        return node == null ? Clearable.NONE : new Clearable(number(node, 0), number(node, 1), number(node, 2));
    }

    private static int number(JsonNode array, int index) {
        return array.required(index).intValue();
    }
}
