/** The compliance report: figures, alerts and evidence by the clauses of standards, as JSON and as one HTML page. */
package io.plainsight.app.report.compliance;
