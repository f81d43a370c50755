/** The proving ground: real TLS and mail programs attacked by a proxy between them, captured live on both of its sides. */
package io.plainsight.app.lab;
