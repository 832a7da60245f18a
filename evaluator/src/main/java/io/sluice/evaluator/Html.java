package io.sluice.evaluator;

/** Text of an HTML page as it grows. Not thread-safe. */
final class Html {
    private final StringBuilder page = new StringBuilder();

    /** Appends markup as it is. */
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    /** Appends an element with escaped text. */
    Html element(String name, String text) {
        return raw("<" + name + ">" + escaped(text) + "</" + name + ">");
    }

    Html element(String name, String cssClass, String text) {
        return raw("<" + name + " class=\"" + cssClass + "\">" + escaped(text) + "</" + name + ">");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
