//! Times as browsers, spreadsheets and people of many languages spell them, into the few
//! forms that exchanges write: `27. 1. 2022 22:55:49`, `22:55:49 27/1/2022`,
//! `2022/1/27 下午10:55:49`, `27/01/2022 à 22:55:49`, `Thu Jan 27 12:34:56 UTC 2022`.
//!
//! Nothing is decided here. Which of day and month stands first stays as it is written,
//! and a word that stands in no table makes the cell no time.

/// Longer cells are no times.
const BYTES_MAX: usize = 120;

/// Words for the hours before noon, as [`Letters`] leaves them: in small letters, without
/// points. Source: the day periods of CLDR, which browsers write, of several releases.
const BEFORE_NOON: &str = "am vm vorm fm fh rn pd dop de ap sa pg to öö дп тң проб претпл \
    преподне prepodne prijepodne priešpiet priekšp priekšpusdienā goöň үө πμ ص صباحا قظ \
    قبلازظهر לפנהצ पूर्वाह्न मपू পূর্বাহ্ণ পূৰ্বাহ্ন முற்பகல் ಪೂರ್ವಾಹ್ನ පෙව ก่อนเที่ยง \
    ກ່ອນທ່ຽງ နံနက် ព្រឹក 오전 午前 上午 凌晨 早上 清晨 ጥዋት";
/// Words for the hours from noon on.
const AFTER_NOON: &str = "pm nm nachm em eh in md odp pop du ip ch ptg tk ös пп тк слоб попл \
    поподне popodne poslijepodne popiet pēcp pēcpusdienā gosoň үх μμ م مساء بظ \
    بعدازظهر אחהצ अपराह्न मउ অপরাহ্ণ অপৰাহ্ন பிற்பகல் ಅಪರಾಹ್ನ පව หลังเที่ยง \
    ຫຼັງທ່ຽງ ညနေ ល្ងាច 오후 午後 下午 中午 傍晚 晚上 ከሰዓት";
/// Words between a date and a time, and signs of a year, of an hour and of an era.
const ASIDE: &str = "à at klo kl u um ob o в г ч alle ore às lúc pukul saat uhr t هـ";

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
/// Letters of a month's or weekday's name that stand for it.
const NAME_LETTERS_MIN: usize = 3;

/// The zeros of the digits that browsers write beside ours: Arabic, Persian, of the
/// scripts of India, Thai, Lao, Myanmar, Khmer, and wide ones.
const ZEROS: [u32; 16] = [
    0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0,
    0x1040, 0x17E0, 0xFF10,
];

/// A digit of any script as one of ours.
pub(crate) fn digit(letter: char) -> Option<char> {
    let code = u32::from(letter);
    let values = ZEROS.iter().filter_map(|zero| code.checked_sub(*zero));
    let value = values.min()?;
    char::from_digit(value, 10)
}

/// A time in a form that exchanges write; `None` for what is no time.
pub(crate) fn plain(cell: &str) -> Option<String> {
    if cell.len() > BYTES_MAX {
        return None;
    }
    let letters = letters(without_zone_name(cell));
    let parts = Parts::of(&tokens(&letters))?;
    let date = parts.date()?;
    let Some(time) = parts.time() else {
        return parts.is_date_alone().then_some(date);
    };
    let clock = parts.clock(time)?;
    let zone = parts.zone.as_deref().unwrap_or_default();
    let is_whole = parts.groups.len() == parts.groups_of_date() + 1;
    is_whole.then(|| format!("{date} {clock}{zone}"))
}

/// A time without the name of the zone that JavaScript writes behind its offset:
/// `GMT+0100 (Central European Standard Time)`.
fn without_zone_name(cell: &str) -> &str {
    match cell.split_once(" (") {
        Some((time, _)) if time.contains("GMT") || time.contains("UTC") => time,
        _ => cell,
    }
}

/// The letters of a cell with one spelling for each mark and digit, in small letters.
fn letters(cell: &str) -> String {
    let mut plain = String::with_capacity(cell.len());
    for letter in cell.chars().flat_map(char::to_lowercase) {
        let letter = match letter {
            '年' | '月' | '년' | '월' | '／' => '/',
            '時' | '时' | '點' | '点' | '시' | '分' | '분' | '：' => ':',
            '日' | '일' | '秒' | '초' | '，' | '、' | '،' | ',' | '(' | ')' => ' ',
            '−' | '–' | '－' => '-',
            '．' => '.',
            letter if letter.is_whitespace() => ' ',
            letter if is_silent(letter) => continue,
            letter => digit(letter).unwrap_or(letter),
        };
        // A point behind a word shortens it.
        let is_behind_word = plain.chars().next_back().is_some_and(is_of_word);
        if letter != '.' || !is_behind_word {
            plain.push(letter);
        }
    }
    plain
}

/// Marks of direction, letters without width, quotes and vowel signs within words.
fn is_silent(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '’' | '"' | '״' | '׳' | '\u{ad}' | '\u{307}' | '\u{61c}' | '\u{feff}'
    ) || matches!(u32::from(letter), 0x64B..=0x652 | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069)
}

fn is_of_word(letter: char) -> bool {
    !letter.is_ascii_digit() && !matches!(letter, ' ' | '.' | '-' | '/' | ':' | '+')
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
    Mark(char),
    Gap,
}

/// Takes letters apart. The hours, minutes and seconds of `22 h 55 min 49 s` are set apart
/// by words.
fn tokens(letters: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut rest = letters;
    while let Some(first) = rest.chars().next() {
        let length = |is_in: fn(char) -> bool| {
            let end = rest.char_indices().find(|(_, letter)| !is_in(*letter));
            end.map_or(rest.len(), |(at, _)| at)
        };
        let (end, is_word) = match first {
            '0'..='9' => (length(|letter| letter.is_ascii_digit()), false),
            first if is_of_word(first) => (length(is_of_word), true),
            first => (first.len_utf8(), false),
        };
        let (text, behind) = rest.split_at(end);
        let is_behind_number = || {
            let mut before = tokens.iter().rev().filter(|token| **token != Token::Gap);
            matches!(before.next(), Some(Token::Number(_)))
        };
        let token = match text {
            " " => Token::Gap,
            "h" | "min" if is_behind_number() => Token::Mark(':'),
            "s" if is_behind_number() => Token::Gap,
            word if is_word => Token::Word(word),
            number if first.is_ascii_digit() => Token::Number(number),
            _ => Token::Mark(first),
        };
        tokens.push(token);
        rest = behind;
    }
    tokens
}

/// Numbers that one mark joins: `27/1/2022`, `22:55:49`, or one alone.
#[derive(Debug)]
struct Group<'a> {
    numbers: Vec<&'a str>,
    /// What stands between them; a gap for one alone.
    mark: char,
    fraction: Option<&'a str>,
}

/// What a cell is made of.
#[derive(Debug, Default)]
struct Parts<'a> {
    groups: Vec<Group<'a>>,
    /// The month that is named, 1 to 12, and the groups before it.
    month: Option<(usize, usize)>,
    /// Whether hours are of the afternoon, and the group that it belongs to.
    half: Option<(bool, usize)>,
    /// `UTC+2`, as it is written.
    zone: Option<String>,
}

impl<'a> Parts<'a> {
    /// `None` when a word stands in no table.
    fn of(tokens: &[Token<'a>]) -> Option<Parts<'a>> {
        let mut parts = Parts::default();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at = match token {
                Token::Gap => at + 1,
                Token::Number(_) => parts.group(tokens, at),
                Token::Word("utc" | "gmt" | "z") => parts.zone_at(tokens, at)?,
                Token::Word(word) => parts.word(tokens, at, word)?,
                Token::Mark('+' | '-') if parts.has_both() => parts.zone_at(tokens, at)?,
                Token::Mark('+') => return None,
                Token::Mark(_) => at + 1,
            };
        }
        Some(parts)
    }

    /// Takes the numbers that begin here; where the next token is.
    fn group(&mut self, tokens: &[Token<'a>], mut at: usize) -> usize {
        const NUMBERS_MAX: usize = 3;
        let mut group = Group {
            numbers: Vec::new(),
            mark: ' ',
            fraction: None,
        };
        while let Some(Token::Number(number)) = tokens.get(at) {
            group.numbers.push(*number);
            at += 1;
            if group.numbers.len() == NUMBERS_MAX {
                break;
            }
            match linked(tokens, at) {
                Some((mark, next)) if group.mark == ' ' || group.mark == mark => {
                    (group.mark, at) = (mark, next);
                }
                _ => break,
            }
        }
        if let (':', [Token::Mark('.'), Token::Number(fraction), ..]) = (group.mark, &tokens[at..])
            && group.numbers.len() == NUMBERS_MAX
        {
            group.fraction = Some(*fraction);
            at += 2;
        }
        self.groups.push(group);
        at
    }

    /// Takes a word; where the next token is.
    fn word(&mut self, tokens: &[Token<'a>], at: usize, word: &str) -> Option<usize> {
        if let Some(month) = named(word, &MONTHS) {
            let is_first = self.month.replace((month + 1, self.groups.len())).is_none();
            return is_first.then_some(at + 1);
        }
        if let Some(is_after) = half(word) {
            return self.say_half(is_after, tokens, at + 1);
        }
        if is_among(ASIDE, word) || named(word, &WEEKDAYS).is_some() {
            return Some(at + 1);
        }
        // `p. m.`, `пре подне`
        let [Token::Gap, Token::Word(more), ..] = tokens.get(at + 1..)? else {
            return None;
        };
        let is_after = half(&format!("{word}{more}"))?;
        self.say_half(is_after, tokens, at + 3)
    }

    /// Takes a word for a half of the day; where the next token is. Behind a time it
    /// belongs to it, else to the number that follows.
    fn say_half(&mut self, is_after: bool, tokens: &[Token<'a>], next: usize) -> Option<usize> {
        let behind = tokens[next..].iter().find(|token| **token != Token::Gap);
        let is_before_number = matches!(behind, Some(Token::Number(_)));
        let last = self.groups.len().checked_sub(1);
        let of = match last.filter(|at| self.groups[*at].is_clock()) {
            Some(last) => last,
            None if is_before_number => self.groups.len(),
            None => last?,
        };
        let is_first = self.half.replace((is_after, of)).is_none();
        is_first.then_some(next)
    }

    /// Takes a zone: its name, its offset, or both; where the next token is.
    fn zone_at(&mut self, tokens: &[Token<'a>], start: usize) -> Option<usize> {
        let mut at = start;
        let mut zone = " ".to_owned();
        if let Some(Token::Word(name)) = tokens.get(at) {
            zone.push_str(name);
            at += 1;
        }
        if let [Token::Mark(sign @ ('+' | '-')), Token::Number(hours), ..] = &tokens[at..] {
            zone.push(*sign);
            zone.push_str(hours);
            at += 2;
            if let [Token::Mark(':'), Token::Number(minutes), ..] = &tokens[at..] {
                zone.push(':');
                zone.push_str(minutes);
                at += 2;
            }
        }
        let is_first = self.zone.replace(zone).is_none();
        (is_first && at > start).then_some(at)
    }

    /// Whether a date and a time were taken: a sign behind them begins an offset.
    fn has_both(&self) -> bool {
        self.date_at().is_some() && self.groups.iter().any(Group::is_clock)
    }

    /// Which group is the date: the one with a year of four digits, if there is one.
    fn date_at(&self) -> Option<usize> {
        let dates = || (0..self.groups.len()).filter(|at| self.groups[*at].is_date());
        let with_year = dates().find(|at| self.groups[*at].has_year());
        with_year.or_else(|| dates().next())
    }

    /// Which group is the time of the day.
    fn time(&self) -> Option<usize> {
        let clock = self.groups.iter().position(Group::is_clock);
        clock.or_else(|| {
            let date = self.date_at();
            (0..self.groups.len()).find(|at| Some(*at) != date && self.groups[*at].is_dotted())
        })
    }

    /// The date, its parts in their order; a month that is named makes it year-first.
    fn date(&self) -> Option<String> {
        let Some((month, before)) = self.month else {
            let Group { numbers, mark, .. } = &self.groups[self.date_at()?];
            let [first, second, third] = numbers[..] else {
                return None;
            };
            let mark = if first.len() == 4 { '-' } else { *mark };
            return Some(format!("{first}{mark}{second}{mark}{third}"));
        };
        let groups = self.groups.iter().enumerate();
        let mut alone = groups.filter(|(_, group)| group.numbers.len() == 1);
        let ((at, first), (_, second)) = (alone.next()?, alone.next()?);
        let (first, second) = (first.numbers[0], second.numbers[0]);
        let (year, day) = match (first.len(), second.len()) {
            (4, 1 | 2) if at < before => (first.to_owned(), second),
            (1 | 2, 4) => (second.to_owned(), first),
            (1 | 2, 2) => (format!("20{second}"), first),
            _ => return None,
        };
        Some(format!("{year}-{month:02}-{day}"))
    }

    /// The time of the day on a clock of 24 hours.
    fn clock(&self, at: usize) -> Option<String> {
        let Group {
            numbers, fraction, ..
        } = &self.groups[at];
        let hour: u32 = numbers[0].parse().ok()?;
        let hour = match self.half {
            None => hour,
            Some((is_after, of)) if of == at && hour <= 12 => {
                hour % 12 + if is_after { 12 } else { 0 }
            }
            Some(_) => return None,
        };
        let mut clock = format!("{hour:02}");
        for number in &numbers[1..] {
            clock.push(':');
            clock.push_str(number);
        }
        if let Some(fraction) = fraction {
            clock.push('.');
            clock.push_str(fraction);
        }
        Some(clock)
    }

    /// How many groups make the date: a month that is named leaves day and year alone.
    fn groups_of_date(&self) -> usize {
        if self.month.is_some() { 2 } else { 1 }
    }

    /// Whether there is a date and nothing else.
    fn is_date_alone(&self) -> bool {
        self.groups.len() == self.groups_of_date() && self.half.is_none() && self.zone.is_none()
    }
}

impl Group<'_> {
    fn is_clock(&self) -> bool {
        self.mark == ':' && self.numbers.len() >= 2
    }

    /// Hours, minutes and perhaps seconds with points between them.
    fn is_dotted(&self) -> bool {
        let is_short = |number: &&str| number.len() <= 2;
        self.mark == '.' && self.numbers.len() >= 2 && self.numbers.iter().all(is_short)
    }

    fn is_date(&self) -> bool {
        self.numbers.len() == 3 && matches!(self.mark, '/' | '-' | '.')
    }

    fn has_year(&self) -> bool {
        self.numbers.iter().any(|number| number.len() == 4)
    }
}

/// The mark that joins the number before it with the next, and where that one is. Gaps
/// around a mark are none.
fn linked(tokens: &[Token<'_>], at: usize) -> Option<(char, usize)> {
    let mut rest = (at..tokens.len()).filter(|at| tokens[*at] != Token::Gap);
    let (mark, next) = (rest.next()?, rest.next()?);
    match (tokens[mark], tokens[next]) {
        (Token::Mark(mark @ ('/' | '-' | '.' | ':')), Token::Number(_)) => Some((mark, next)),
        _ => None,
    }
}

/// Which of these names a word is, or is short for.
/// The number of the month that a word in any letters names in English, from 1.
pub(crate) fn month(word: &str) -> Option<u8> {
    let is_of = |name: &str| {
        let start = name.get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let is_long = word.len() >= NAME_LETTERS_MIN;
    let at = MONTHS.iter().position(|name| is_long && is_of(name))?;
    u8::try_from(at + 1).ok()
}

fn named(word: &str, names: &[&str]) -> Option<usize> {
    let is_long = word.len() >= NAME_LETTERS_MIN;
    names
        .iter()
        .position(|name| is_long && name.starts_with(word))
}

/// Whether a word is of the afternoon; `None` when it is of neither half.
fn half(word: &str) -> Option<bool> {
    match is_among(BEFORE_NOON, word) {
        true => Some(false),
        false => is_among(AFTER_NOON, word).then_some(true),
    }
}

fn is_among(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::moment::Moment;
    use crate::time::parse_time::{self, Dates};

    /// The moment of a cell by the one reading that it has.
    fn read(cell: &str) -> String {
        match parse_time::read(cell, Dates::Mixed(None)) {
            Ok(time) => {
                let seconds = time.seconds - i64::from(time.offset.unwrap_or(0));
                Moment::from_seconds(seconds).to_string()
            }
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn what_browsers_write_in_any_language_is_read() {
        // `toLocaleString()` of Chromium in 2025, by language, with both clocks.
        for cell in [
            "27/01/2022, 22:55:49",
            "2022-01-27, 10:55:49 p.m.",
            "27/01/2022, 10:55:49 pm",
            "27/1/2022, 10:55:49 pm",
            "2022/01/27, 22:55:49",
            "27/1/2022, 22:55:49",
            "27/01/2022 22:55:49",
            "2022-01-27 22 h 55 min 49 s",
            "27.01.2022 22:55:49",
            "27.1.2022, 22:55:49",
            "27/1/2022, 10:55:49 p.m.",
            "27/1/2022, 10:55:49 p. m.",
            "27-01-2022, 10:55:49 p. m.",
            "27-1-2022, 22:55:49",
            "27.01.2022, 22:55:49",
            "27. 1. 2022 22:55:49",
            "2022. 01. 27. 22:55:49",
            "27.01.2022 г., 22:55:49 ч.",
            "27. 01. 2022. 22:55:49",
            "27. 1. 2022. 22:55:49",
            "27. 1. 2022, 22:55:49",
            "27. 1. 2022. u 22:55:49",
            "27.1.2022 г., 22:55:49",
            "27/1/2022, 10:55:49 μ.μ.",
            "2022-01-27 22:55:49",
            "27.1.2022, 22.55.49",
            "27.1.2022 klo 22.55.49",
            "27.01.2022. 22:55:49",
            "٢٧\u{200f}/١\u{200f}/٢٠٢٢، ١٠:٥٥:٤٩ م",
            "27\u{200f}/1\u{200f}/2022، 10:55:49 م",
            "27\u{200f}/1\u{200f}/2022، 22:55:49",
            "27/1/2022، 10:55:49 PM",
            "২৭/১/২০২২, ১০:৫৫:৪৯ PM",
            "२७/१/२०२२, १०:५५:४९ PM",
            "27/1/2022, 10:55:49 PM",
            "27/1/2022 10:55:49 PM",
            "२०२२-०१-२७, २२:५५:४९",
            "2022-1-27, 22.55.49",
            "22:55:49 27/1/2022",
            "27/1/2022, 22.55.49",
            "27/1/2022, 10:55:49 PTG",
            "2022/1/27 22:55:49",
            "2022/1/27\u{2009}下午10:55:49",
            "27/1/2022\u{2009}下午10:55:49",
            "2022年1月27日 下午10:55:49",
            "2022. 1. 27. PM 10:55:49",
            "၂၇/၁/၂၀၂၂ ၂၂:၅၅:၄၉",
            "2022.01.27 22:55:49",
            "27/1/2022 ከሰዓት 10:55:49",
            "27.1.2022, 10:55:49 m.d.",
            "27/1/2022 22:55:49",
            "2022/1/27 (22:55:49)",
            "2022-01-27 10:55:49 nm.",
            "27.01.2022 г., 10:55:49 ч. pm",
            "27. 1. 2022. u 10:55:49 p. m.",
            "27/1/2022 10:55:49 p. m.",
            "27. 1. 2022 10:55:49 odp.",
            "27.1.2022 klo 10.55.49 ip.",
            "27/01/2022, 10:55:49 i.n.",
            "2022. 01. 27. du. 10:55:49",
            "27.1.2022, 10:55:49 e.h.",
            "2022/1/27 午後10:55:49",
            "27/1/2022, 10:55:49 ຫຼັງທ່ຽງ",
            "2022-01-27 10:55:49 popiet",
            "27.01.2022. 10:55:49 pēcp.",
            "27.1.2022 г., 10:55:49 попл.",
            "2022.01.27 10:55:49 ү.х.",
            "၂၇/၁/၂၀၂၂ ညနေ ၁၀:၅၅:၄၉",
            "27.1.2022, 10:55:49 p.m.",
            "२०२२-०१-२७, १०:५५:४९ अपराह्न",
            "27-1-2022, 10:55:49 p.m.",
            "27.1.2022, 10:55:49 e.m.",
            "27/01/2022, 10:55:49 p.m.",
            "27.01.2022, 10:55:49 p.m.",
            "2022-1-27, ප.ව. 10.55.49",
            "27. 1. 2022, 10:55:49 pop.",
            "2022-01-27 10:55:49 em",
            "27.01.2022, 10:55:49 go.soň",
            "27.01.2022 ÖS 10:55:49",
            "27.01.2022, 10:55:49 пп",
            "27/01/2022, 10:55:49 TK",
            "10:55:49 CH 27/1/2022",
            "27.1.2022, 10:55:49 PM",
            "2022-01-27 10 h 55 min 49 s p.m.",
            "27.1.2022, 10.55.49 PM",
            "27/1/2022, 10.55.49 PM",
        ] {
            assert_eq!(read(cell), "2022-01-27T22:55:49Z", "{cell}");
        }
    }

    #[test]
    fn what_older_browsers_and_people_write_is_read() {
        for cell in [
            "27/01/2022 à 22:55:49",
            "22:55:49, 27/1/2022",
            "22:55:49 27.1.2022",
            "22.55.49 27.1.2022",
            "2022/1/27 下午10:55:49",
            "2022/1/27 晚上10:55:49",
            "2022年1月27日 22时55分49秒",
            "2022年1月27日 午後10時55分49秒",
            "２０２２/１/２７ ２２：５５：４９",
            "2022. 1. 27. 오후 10:55:49",
            "2022년 1월 27일 오후 10시 55분 49초",
            "27.1.2022 22.55.49",
            "27/1/2022, பிற்பகல் 10:55:49",
            "27/1/2022, 10:55:49 ಅಪರಾಹ್ನ",
            "27. 1. 2022. 10:55:49 по подне",
            "27.01.2022 um 22:55:49 Uhr",
            "27.1.2022, 10:55:49 nachm.",
            "27/1/2022\u{200f}، 10:55:49 مساءً",
            "27.1.2022, 10:55:49 אחה״צ",
            "۲۰۲۲/۱/۲۷،\u{200f} ۲۲:۵۵:۴۹",
            "27-Jan-2022 22:55:49",
            "27 Jan 2022, 22:55:49",
            "27-Jan-22 22:55:49",
            "2022 Jan 27 22:55:49",
            "Jan. 27, 2022, 10:55:49 PM",
            "January 27, 2022 at 10:55:49 pm",
            "Thu Jan 27 22:55:49 UTC 2022",
            "Thu, 27 Jan 2022 22:55:49 GMT",
            "Thu Jan 27 2022 23:55:49 GMT+0100 (Central European Standard Time)",
            "27/1/2022 22:55:49 UTC",
            "28.1.2022 klo 0.55.49 UTC+02:00",
            "27/01/2022-22:55:49",
            "27/01/2022 - 22:55:49",
        ] {
            assert_eq!(read(cell), "2022-01-27T22:55:49Z", "{cell}");
        }
        for (cell, expected) in [
            ("2022/1/27 上午12:05:09", "2022-01-27T00:05:09Z"),
            ("27/1/2022, 12:05:09 p. m.", "2022-01-27T12:05:09Z"),
            ("2022/1/27 午後0:05:09", "2022-01-27T12:05:09Z"),
            ("14:35 2024-11-16", "2024-11-16T14:35:00Z"),
            ("22:55:49.123 27/1/2022", "2022-01-27T22:55:49Z"),
            ("27 Jan 2022", "2022-01-27T00:00:00Z"),
            ("27. 1. 2022", "2022-01-27T00:00:00Z"),
            ("27/1/2565 22:55:49", "2565-01-27T22:55:49Z"),
            ("۱۴۰۰/۱۱/۷, ۲۲:۵۵:۴۹", "1400-11-07T22:55:49Z"),
            ("24/6/1443 هـ، 10:55:49 م", "1443-06-24T22:55:49Z"),
            ("5/9/2022, 10:55:49 p. m.", "BothOrders"),
            ("5/9/2022 à 22:55:49", "BothOrders"),
            ("22:55:49, 5/9/2022", "BothOrders"),
        ] {
            assert_eq!(read(cell), expected, "{cell}");
        }
    }

    #[test]
    fn a_word_that_nobody_knows_makes_it_no_time() {
        for cell in [
            "27/1/2022 perhaps 22:55:49",
            "27/1/2022 22:55:49 CET",
            "27/1/2022, 22:55:49 PM",
            "27/1/2022 PM",
            "PM",
            "Jan 27",
            "Jan 27 22:55:49",
            "Jan Feb 27 2022",
            "Sa 27/1/2022 10:55:49",
            "22:55:49",
            "27/1/2022 10:55 27/1/2022",
            "27/1/2022 10:55 11:55",
            "27/1/2022 10:55:49 7",
            "27/1/2022 22:55 +",
            "27/1/2022 22:55 UTC UTC",
            "192.168.1.1",
            "1.234.567",
            "24h Volume",
            "10.50 BTC",
            "-",
            "",
            "\u{200f}",
            "١",
        ] {
            let read = read(cell);
            assert!(
                matches!(read.as_str(), "Unknown" | "OutOfRange"),
                "{cell}: {read}"
            );
        }
        assert_eq!(plain(&"27 Jan 2022 ".repeat(20)), None);
    }
}
