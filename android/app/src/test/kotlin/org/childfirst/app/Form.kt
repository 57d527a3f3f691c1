package org.childfirst.app

/**
 * The ways in which the phone is held and read. Every stop of a walk is looked at in each; those that are [pictured] have a
 * picture that was approved. All of one density: the platform keeps drawables, and scales a kept one by rounding.
 */
enum class Form(val ending: String, val qualifiers: String, val font: Float = 1f, val pictured: Boolean = true) {
    DAY("", "w411dp-h891dp-xhdpi"),
    NIGHT("-night", "w411dp-h891dp-night-xhdpi"),
    LARGE("-200", "w411dp-h891dp-xhdpi", 2f),
    SMALL("-small", "w320dp-h480dp-xhdpi"),
    LANDSCAPE("-landscape", "w891dp-h411dp-land-xhdpi"),
    SMALL_LARGE("-small-200", "w320dp-h640dp-xhdpi", 2f, false),
    LANDSCAPE_LARGE("-landscape-200", "w640dp-h360dp-land-xhdpi", 2f, false),
    HALF_LARGER("-150", "w360dp-h640dp-xhdpi", 1.5f, false),
    TABLET("-840", "w840dp-h1120dp-xhdpi", pictured = false),

    /** Every sentence of the app a third longer, as another language is. */
    LONGER("-longer", "en-rXA-w411dp-h891dp-xhdpi", pictured = false),

    /** From right to left: the app's own sentences as a right-to-left language has them. */
    RIGHT_TO_LEFT("-rtl", "ar-rXB-ldrtl-w320dp-h640dp-xhdpi", pictured = false),
    RIGHT_TO_LEFT_LARGE("-rtl-200", "ar-rXB-ldrtl-w411dp-h891dp-xhdpi", 2f, false),
}
