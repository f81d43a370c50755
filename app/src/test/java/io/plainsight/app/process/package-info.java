/** The program, and programs of the host, as processes of their own. */
package io.plainsight.app.process;
