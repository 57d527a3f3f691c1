package org.childfirst.app.core

/** Calls something that a phone of the least SDK has not, and asks which it is first: the check of calls leaves it be. */
@Retention(AnnotationRetention.BINARY)
@Target(AnnotationTarget.FUNCTION, AnnotationTarget.CLASS)
annotation class SinceSdk(val sdk: Int)
