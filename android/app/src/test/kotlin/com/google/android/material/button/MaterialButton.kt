package com.google.android.material.button

/** The accessibility framework asks `instanceof` of this name. Nothing here is one. */
open class MaterialButton(context: android.content.Context) : android.widget.Button(context)
