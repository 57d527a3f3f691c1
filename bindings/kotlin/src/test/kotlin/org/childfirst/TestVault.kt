package org.childfirst

/** The key store of the tests: it answers as it was last told to. Every byte is changed, as `tests/vectors` asks. */
class TestVault : KeyVault {
    @Volatile
    private var answer: (ByteArray) -> ByteArray = { it }

    @Volatile
    private var rotate: () -> Unit = {}

    /** From now on it answers so: with what it is to give, made of what would be right. */
    fun answers(rotate: (() -> Unit)? = null, answer: (ByteArray) -> ByteArray) {
        this.answer = answer
        this.rotate = rotate ?: { answer(ByteArray(0)) }
    }

    override fun wrapKey(key: ByteArray): ByteArray = answer(changed(key))

    override fun unwrapKey(wrapped: ByteArray): ByteArray = answer(changed(wrapped))

    override fun rotateKey() = rotate()

    private fun changed(bytes: ByteArray) = ByteArray(bytes.size) { (bytes[it].toInt() xor 0x5a).toByte() }
}
