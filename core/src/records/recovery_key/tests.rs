//! The texts of a recovery key, and what is wrapped to it.

use super::*;
use proptest::prelude::*;

const ID: Id = Id([3; 16]);

fn pair() -> (RecoveryKey, RecoverySecret, String, String) {
    let (public, secret) = keypair().unwrap();
    let secret = secret.to_string();
    (
        RecoveryKey::parse(&public).unwrap(),
        RecoverySecret::parse(&secret).unwrap(),
        public,
        secret,
    )
}

#[test]
fn what_is_wrapped_opens_with_its_secret_for_its_interaction_alone() {
    let (public, secret, ..) = pair();
    let (_, other, ..) = pair();
    let key = Key::random().unwrap();
    let wrapped = public.wrap(&ID, &key).unwrap();
    assert!(secret.open(&ID, &wrapped).unwrap().bytes() == key.bytes());
    assert!(secret.is_named_by(&wrapped) && !other.is_named_by(&wrapped));
    assert!(wrapped != public.wrap(&ID, &key).unwrap(), "never the same twice");
    assert!(other.open(&ID, &wrapped).is_none());
    assert!(secret.open(&Id([4; 16]), &wrapped).is_none());
    for at in 0..wrapped.len() {
        let mut flipped = wrapped.clone();
        flipped[at] ^= 1;
        // The key id beside it is a hint, and a damaged hint costs nobody a record.
        assert_eq!(secret.open(&ID, &flipped).is_some(), (1..9).contains(&at), "{at}");
        assert!(secret.open(&ID, &wrapped[..at]).is_none());
    }
}

#[test]
fn the_halves_are_not_taken_for_each_other_and_space_and_capitals_are_no_mistake() {
    let (_, _, public, secret) = pair();
    for text in ["", "cfpub1-", &secret, &public[1..], &format!("{public}0")] {
        assert_eq!(RecoveryKey::parse(text).err(), Some(NOT_A_KEY));
    }
    assert!(RecoverySecret::parse(&public).is_err());
    let swapped = secret.replacen(SECRET, PUBLIC, 1);
    assert!(
        RecoveryKey::parse(&swapped).is_err(),
        "the checksum knows the kind"
    );
    assert!(RecoveryKey::parse(&format!(" {}\n", public.to_uppercase())).is_ok());
    // A point that everything wrapped to could be opened by anybody.
    assert!(RecoveryKey::parse(&text(PUBLIC, &[0; KEY])).is_err());
}

#[test]
fn a_wrap_of_the_first_release_opens() {
    let secret = RecoverySecret::parse(FIRST_SECRET).unwrap();
    let wrapped: Vec<u8> = (0..FIRST_WRAP.len() / 2)
        .map(|i| u8::from_str_radix(&FIRST_WRAP[2 * i..2 * i + 2], 16).unwrap())
        .collect();
    assert_eq!(secret.open(&ID, &wrapped).unwrap().bytes(), &[7; 32]);
}

const FIRST_SECRET: &str = "cfsec1-304ed8bf57767dffbc958f5d94766be320c860e3808ea71f6134f6a635036047170a99e9";
const FIRST_WRAP: &str = "017d78885cbf0de45cbebd56d3c0cf9017f1bc44c5d99ad83307a5242fafb22418ac0e244e248ce0248fd108d1838af585534bc1fb361cc536cd8e20c35357f319050c2fad1018a6b1cc48f00589b98b2ac9fd3de004ddae78";

proptest! {
    #[test]
    fn a_mistyped_key_is_refused(at in 7usize..79, to in 0u32..16, gap in 1usize..9) {
        const TEXT: &str = "cfpub1-de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f";
        let mut bytes = [0; KEY];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&TEXT[7 + 2 * i..9 + 2 * i], 16).unwrap();
        }
        let right = text(PUBLIC, &bytes).to_string();
        prop_assert!(right.starts_with(TEXT) && RecoveryKey::parse(&right).is_ok());
        let mut digits: Vec<char> = right.chars().collect();
        let digit = char::from_digit(to, 16).unwrap();
        if digits[at] != digit {
            let mut wrong = digits.clone();
            wrong[at] = digit;
            prop_assert!(RecoveryKey::parse(&wrong.iter().collect::<String>()).is_err());
        }
        let other = 7 + (at - 7 + gap) % 72;
        if digits[at] != digits[other] {
            digits.swap(at, other);
            prop_assert!(RecoveryKey::parse(&digits.iter().collect::<String>()).is_err());
        }
    }
}
