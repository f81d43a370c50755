package io.plainsight.app.command;

/** What the terminal can show. */
final class Terminal {
    private Terminal() {}

    /** Colour on a terminal only, and not where NO_COLOR asks for none or the terminal is dumb. */
    static boolean wantsColour() {
        return System.console() != null
                && isTerminal()
                && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"));
    }

    /** JDK 22 and newer give a console even when the output is redirected, and a method to tell. */
    private static boolean isTerminal() {
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (NoSuchMethodException e) {
            return true; // before JDK 22 there is a console only on a terminal
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
