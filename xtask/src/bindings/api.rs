//! The twenty lines of `docs/api.md`, once in each language, for that language's tests to compile and run.
//!
//! Refuses a page with no block of a language, or with two: which of them is tested would be a guess.

use crate::Failure;
use crate::stage::root;

/// The lines between <code>```language</code> and the end of that block.
pub fn block(language: &str) -> Result<String, Failure> {
    let path = root().join("docs/api.md");
    let page =
        std::fs::read_to_string(&path).map_err(|error| Failure::Io(path.display().to_string(), error))?;
    block_of(&page, language)
        .ok_or_else(|| Failure::Usage(format!("docs/api.md has not exactly one block of ```{language}")))
}

fn block_of(page: &str, language: &str) -> Option<String> {
    let begin = format!("\n```{language}\n");
    let mut blocks = page.split(&begin).skip(1);
    let block = blocks.next()?.split("```").next()?;
    blocks.next().is_none().then(|| block.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_one_block() {
        let page = "# Page\n\n```kotlin\na()\nb()\n```\n\n```rust\nc();\n```\n";
        assert_eq!(block_of(page, "kotlin").as_deref(), Some("a()\nb()\n"));
        assert_eq!(block_of(page, "rust").as_deref(), Some("c();\n"));
        assert_eq!(block_of(page, "swift"), None);
        assert_eq!(block_of(&format!("{page}{page}"), "rust"), None);
    }
}
