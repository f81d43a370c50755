package io.plainsight.stream.inventory;

import java.util.List;

/** An inventory that cannot be used; tells every problem, each with file, line and what to do. */
public final class InventoryException extends Exception {
    private static final long serialVersionUID = 1L;

    /** More would scroll the first ones out of sight. */
    private static final int SHOWN = 20;

    public InventoryException(List<String> problems) {
        super(text(problems));
    }

    private static String text(List<String> problems) {
        String shown = String.join("\n", problems.subList(0, Math.min(SHOWN, problems.size())));
        return problems.size() <= SHOWN ? shown : shown + "\n… and " + (problems.size() - SHOWN) + " more";
    }
}
