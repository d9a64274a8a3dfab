package io.backstory.config;

import java.util.regex.Pattern;

/** The names an operator may give. They end up in paths, headers and metric labels, so they are plain. */
enum Names {
    /** Without a slash, which ends the provider's name in a target. */
    PROVIDER("A provider's name", "[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "64 letters, digits and . _ -"),
    MODEL("A model's name", "[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}", "128 letters, digits and . _ : / @ -"),
    ROUTE("A route's name", "[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}", "64 letters, digits and . _ : / -"),
    TENANT("A tenant's id", "[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", "64 letters, digits and . _ : -"),
    KEY("A key's id", "[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", "64 letters, digits and . _ : -");

    private final Pattern pattern;
    private final String rule;

    Names(String what, String pattern, String rule) {
        this.pattern = Pattern.compile(pattern);
        this.rule = what + " is at most " + rule + ", and starts with a letter or digit.";
    }

    boolean allow(String name) {
        return pattern.matcher(name).matches();
    }

    String rule() {
        return rule;
    }

    /** The same as the check of a value. */
    String check(String name) throws Refused {
        if (!allow(name)) {
            throw new Refused(rule);
        }
        return name;
    }
}
