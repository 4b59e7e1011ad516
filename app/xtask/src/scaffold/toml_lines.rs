//! Puts a module's lines into a manifest and takes them out, as text: comments and order stay as they are.
//! A manifest parsed and written again would lose the layout that people chose.

/// The manifest with lines for `id` beside those of `template`, and `id` in the feature `all`.
pub fn with(manifest: &str, template: &str, id: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut section = String::new();
    let mut feature_is_there = false;
    let mut lines = manifest.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with('[') {
            line.trim().clone_into(&mut section);
        }
        if key(line) == Some(template) || line.trim() == format!("\"modules/{template}\",") {
            out.push(line.replace(template, id));
            feature_is_there |= section == "[features]";
        }
        if section == "[features]" && key(line) == Some("all") {
            let mut all = line.to_owned();
            while !all.contains(']') {
                let Some(next) = lines.next() else { break };
                all.push('\n');
                all.push_str(next);
            }
            out.push(with_entry(&all, id));
        } else {
            out.push(line.to_owned());
        }
        let ends = lines.peek().is_none_or(|next| next.starts_with('['));
        if section == "[features]" && ends && !feature_is_there {
            let blank = out
                .iter()
                .rev()
                .take_while(|line| line.trim().is_empty())
                .count();
            out.insert(out.len() - blank, format!("{id} = []"));
            feature_is_there = true;
        }
    }
    joined(&out)
}

/// The manifest without the lines of `id`, and without it in any list.
pub fn without(manifest: &str, id: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut lines = manifest.lines();
    while let Some(line) = lines.next() {
        let word = line.trim().trim_end_matches(',');
        if word == format!("\"modules/{id}\"") || is_entry_of(word, id) {
            continue;
        }
        if key(line) == Some(id) {
            let mut depth = depth(line);
            while depth > 0 {
                let Some(next) = lines.next() else { break };
                depth += self::depth(next);
            }
            continue;
        }
        out.push(without_entry(line, id));
    }
    joined(&out)
}

fn joined(lines: &[String]) -> String {
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// `tickets` in `tickets = …` and `tickets.workspace = true`, at the start of a line.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end().split('.').next()?;
    (!key.is_empty() && !key.starts_with([' ', '#', '"'])).then_some(key)
}

/// Brackets that a line leaves open.
fn depth(line: &str) -> i32 {
    line.chars()
        .map(|c| match c {
            '[' | '{' => 1,
            ']' | '}' => -1,
            _ => 0,
        })
        .sum()
}

/// A string in a list that stands for the module: `"vps"`, `"dep:vps"`, `"sarai/vps"`, `"vps/x"`.
fn is_entry_of(word: &str, id: &str) -> bool {
    let inner = word
        .strip_prefix('"')
        .and_then(|word| word.strip_suffix('"'));
    inner.is_some_and(|inner| {
        inner == id
            || inner == format!("dep:{id}")
            || inner
                .strip_suffix(id)
                .is_some_and(|head| head.ends_with('/'))
            || inner
                .strip_prefix(id)
                .is_some_and(|tail| tail.starts_with(['/', '?']))
    })
}

fn with_entry(list: &str, id: &str) -> String {
    let Some((head, tail)) = list.rsplit_once(']') else {
        return list.to_owned();
    };
    if let Some(entries) = head.strip_suffix('\n') {
        return format!("{entries}\n  \"{id}\",\n]{tail}");
    }
    let comma = if head.trim_end().ends_with('[') {
        ""
    } else {
        ", "
    };
    format!("{head}{comma}\"{id}\"]{tail}")
}

fn without_entry(line: &str, id: &str) -> String {
    if line.trim_start().starts_with('#') {
        return line.to_owned();
    }
    let Some((head, rest)) = line.split_once("= [") else {
        return line.to_owned();
    };
    let Some((list, tail)) = rest.rsplit_once(']') else {
        return line.to_owned();
    };
    let entries: Vec<&str> = list.split(", ").collect();
    let kept: Vec<&str> = entries
        .iter()
        .copied()
        .filter(|entry| !is_entry_of(entry.trim(), id))
        .collect();
    if kept.len() == entries.len() {
        line.to_owned()
    } else {
        format!("{head}= [{}]{tail}", kept.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_over_several_lines_and_empty_lists_are_kept_in_shape() {
        let several = "[features]\nall = [\n  \"vps\",\n]\nvps = [\n  \"dep:vps\",\n]\n";
        let added = with(several, "_dummy", "blog");
        assert_eq!(
            added,
            "[features]\nall = [\n  \"vps\",\n  \"blog\",\n]\nvps = [\n  \"dep:vps\",\n]\nblog = []\n"
        );
        assert_eq!(without(&added, "blog"), several);
        assert_eq!(without(several, "vps"), "[features]\nall = [\n]\n");
        let empty = "[features]\nall = []\n";
        assert_eq!(
            with(empty, "_dummy", "blog"),
            "[features]\nall = [\"blog\"]\nblog = []\n"
        );
        assert_eq!(without(&with(empty, "_dummy", "blog"), "blog"), empty);
    }

    #[test]
    fn a_required_module_leaves_the_lists_of_others_and_like_names_stay() {
        let manifest = "vps = [\"dep:vps\", \"shop\", \"sarai/shop\"]\nshop = [\"dep:shop\"]\nshopping.workspace = true\n# shop = [\"shop\"]\n";
        assert_eq!(
            without(manifest, "shop"),
            "vps = [\"dep:vps\"]\nshopping.workspace = true\n# shop = [\"shop\"]\n"
        );
    }
}
