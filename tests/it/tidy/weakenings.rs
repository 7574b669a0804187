//! The list of weakenings does not rot: each finds what it changes, and names tests there are. `make weaken` runs them.

use super::source::{files, read};

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_weakening_finds_what_it_changes_and_the_test_it_reddens() {
    let list = read("tests/weakenings.txt");
    let tests: Vec<String> =
        ["src", "tests/it"].iter().flat_map(|dir| files(dir, "rs")).map(|path| read(&path)).collect();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for entry in list.split("\n\n").skip(1) {
        let (name, lines) = entry.split_once('\n').unwrap();
        let all = |mark: &str| lines.lines().filter_map(|line| line.strip_prefix(mark)).collect::<Vec<_>>();
        for change in format!("\n{lines}").split("\n  in ").skip(1) {
            let (file, rest) = change.split_once('\n').unwrap();
            let before = rest.lines().filter_map(|line| line.strip_prefix("  - ")).collect::<Vec<_>>().join(" ");
            let places = one_line(&read(file)).matches(&one_line(&before)).count();
            if places != 1 {
                wrong.push(format!("{name}: what it changes stands {places} times in {file}"));
            }
        }
        let red = all("  red ");
        let gone = red.iter().filter(|test| match test.split_once(' ') {
            Some((file, name)) => !read(file).contains(name),
            None => !tests.iter().any(|text| text.contains(&format!("fn {test}("))),
        });
        wrong.extend(gone.map(|test| format!("{name}: there is no test {test}")));
        assert!(!red.is_empty(), "{name} names no test");
        count += 1;
    }
    assert!(wrong.is_empty() && count > 150, "tests/weakenings.txt:\n{}", wrong.join("\n"));
}
