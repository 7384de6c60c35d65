//! The asset that the name of a file tells, where its rows name none.

/// The one of these assets that stands among the words of a file's own name; none where
/// several do.
pub(crate) fn asset_in_name(name: &str, assets: &[&'static str]) -> Option<&'static str> {
    let own = name.rsplit(['/', '\\', '!']).next().unwrap_or_default();
    let words = || own.split(|letter: char| !letter.is_ascii_alphanumeric());
    let is_named = |asset: &&&str| words().any(|word| word.eq_ignore_ascii_case(asset));
    let mut named = assets.iter().filter(is_named);
    let first = named.next()?;
    named.next().is_none().then_some(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_one_asset_or_none() {
        let check = |name, expected| {
            assert_eq!(
                asset_in_name(name, &["BTC", "ETH", "USDC"]),
                expected,
                "{name}"
            );
        };
        check("transaction_log-12345-BTC-2022-01-01.csv", Some("BTC"));
        check("ETH.zip!my btc.csv", Some("BTC"));
        check("btc/log eth 2022.csv", Some("ETH"));
        check("BTC and ETH.csv", None);
        check("transaction_log.csv", None);
        check("BTCUSDC.csv", None);
    }
}
