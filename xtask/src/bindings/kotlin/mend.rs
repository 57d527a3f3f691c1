//! What the generated Kotlin would let go wrong without a word, mended where it is generated.
//!
//! Refuses a source in which a place that it mends is not found: another version of the generator is looked at again,
//! never passed on as it is. What each mend is for is a test in `bindings/kotlin/src/test`.

/// A place in the generated source, and what stands there instead.
struct Mend {
    /// What went wrong there.
    about: &'static str,
    is: &'static str,
    becomes: &'static str,
    /// How often it stands there.
    times: usize,
}

const MENDS: &[Mend] = &[
    Mend {
        about: "an Error that a KeyVault throws: JNA swallows it, and `rotateKey` reads as done",
        is: "catch(e: kotlin.Exception) {",
        becomes: "catch(e: kotlin.Throwable) {",
        times: 2,
    },
    Mend {
        about: "half of an emoji: an exception of the decoder's, that no app expects",
        is: "        return Charsets.UTF_8.newEncoder().run {
            onMalformedInput(CodingErrorAction.REPORT)
            encode(CharBuffer.wrap(value))
        }
",
        becomes: "        return Charsets.UTF_8.newEncoder().run {
            onMalformedInput(CodingErrorAction.REPORT)
            try {
                encode(CharBuffer.wrap(value))
            } catch (e: java.nio.charset.CharacterCodingException) {
                throw ChildFirstException.Refused(Refusal.OUT_OF_RANGE)
            }
        }
",
        times: 1,
    },
    Mend {
        about: "the second before 1970: what crosses has no sign there, and would come out after it",
        is: "        buf.putLong(sign * epochOffset.seconds)\n",
        becomes: "        if (sign == -1 && epochOffset.seconds == 0L) {
            throw ChildFirstException.Refused(Refusal.OUT_OF_RANGE)
        }
        buf.putLong(sign * epochOffset.seconds)
",
        times: 1,
    },
];

/// The source, mended; or which place is not as it was.
pub fn mend(source: &str) -> Result<String, String> {
    MENDS.iter().try_fold(source.to_owned(), |source, mend| {
        let found = source.matches(mend.is).count();
        if found == mend.times {
            Ok(source.replace(mend.is, mend.becomes))
        } else {
            Err(format!(
                "the generated Kotlin has changed: {} of {} places found to mend {}",
                found, mend.times, mend.about
            ))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_not_found_is_refused() {
        let all: String = MENDS.iter().map(|mend| mend.is.repeat(mend.times)).collect();
        let mended = mend(&all).unwrap();
        assert!(MENDS.iter().all(|mend| mended.contains(mend.becomes)));
        assert!(mend(&all.replacen("kotlin.Exception", "Exception", 1)).is_err());
        assert!(mend(&mended).is_err());
    }
}
