package io.plainsight.alerting.console;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Answers GET requests of one path. */
@FunctionalInterface
interface Route {
    /**
     * @param rest the decoded path behind the route's own, empty when there is none
     * @throws BadRequestException when a parameter cannot be
     */
    Response answer(HttpExchange exchange, String rest) throws IOException;
}
