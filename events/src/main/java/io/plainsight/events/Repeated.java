package io.plainsight.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A record that comes again and again with the same content, and cannot be changed; readers may give one object for equal bytes. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Repeated {}
