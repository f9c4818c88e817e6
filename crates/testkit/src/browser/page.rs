//! A page as a person reads it: words, labels, buttons and links.

use super::Answer;
use super::form::Control;
use scraper::{ElementRef, Html, Selector};

/// A page and where it was found.
pub struct Seen {
    pub url: String,
    pub answer: Answer,
    pub(super) html: Html,
}

impl std::fmt::Debug for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Seen")
            .field("url", &self.url)
            .field("status", &self.answer.status)
            .finish_non_exhaustive()
    }
}

pub(super) fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}

/// The words of an element, without scripts, with each run of white space as one blank.
pub(super) fn words(element: ElementRef<'_>) -> String {
    let hidden = ["script", "style", "template"];
    let mut text = String::new();
    for node in element.descendants() {
        let Some(piece) = node.value().as_text() else { continue };
        let silent =
            node.ancestors().filter_map(ElementRef::wrap).any(|it| hidden.contains(&it.value().name()));
        if !silent {
            text.push_str(piece);
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Seen {
    pub(super) fn new(url: String, answer: Answer) -> Self {
        let html = Html::parse_document(&answer.text());
        Self { url, answer, html }
    }

    pub(super) fn is_html(&self) -> bool {
        self.answer.header("content-type").starts_with("text/html")
    }

    /// All words of the page.
    pub fn text(&self) -> String {
        words(self.html.root_element())
    }

    pub fn html(&self) -> String {
        self.answer.text()
    }

    pub fn all(&self, css: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&selector(css)).collect()
    }

    pub fn count(&self, css: &str) -> usize {
        self.all(css).len()
    }

    /// The words of every element that fits.
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.all(css).into_iter().map(words).collect()
    }

    /// An attribute of the first element that fits, empty if there is none.
    pub fn attribute(&self, css: &str, name: &str) -> String {
        self.all(css).first().and_then(|it| it.value().attr(name)).unwrap_or_default().to_owned()
    }

    /// An attribute of all elements that fit and have it.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.all(css).iter().filter_map(|it| it.value().attr(name)).map(str::to_owned).collect()
    }

    /// The smallest row, item or section that contains these words.
    #[track_caller]
    pub(super) fn row(&self, text: &str) -> ElementRef<'_> {
        let rows = self.all("tr, li, article, section, fieldset, form, dd, details, [data-row]");
        rows.into_iter()
            .filter(|it| words(*it).contains(text))
            .min_by_key(|it| it.html().len())
            .unwrap_or_else(|| panic!("{} has no row with “{text}”: {}", self.url, self.text()))
    }

    /// Elements that fit, inside the scope if there is one.
    pub(super) fn within(&self, css: &str, scope: Option<&str>) -> Vec<ElementRef<'_>> {
        let all = self.all(css);
        let Some(scope) = scope else { return all };
        let row = self.row(scope).id();
        all.into_iter().filter(|it| it.ancestors().any(|up| up.id() == row)).collect()
    }

    /// The field that a label names: by `for`, by nesting, or by `aria-label`.
    #[track_caller]
    pub(super) fn field(&self, label: &str, scope: Option<&str>) -> Control<'_> {
        let mut found = Vec::new();
        let mut names = Vec::new();
        for element in self.within("label", scope) {
            let text = label_words(element);
            if text == label {
                found.extend(self.labelled(element));
            }
            names.push(text);
        }
        for element in self.within("input[aria-label], select[aria-label], textarea[aria-label]", scope) {
            let text = element.value().attr("aria-label").unwrap_or_default();
            if text == label {
                found.push(element);
            }
            names.push(text.to_owned());
        }
        found.dedup_by_key(|it| it.id());
        match found.as_slice() {
            [one] => Control::new(*one, label),
            [] => panic!("{} has no field “{label}”; there are: {}", self.url, names.join("、")),
            more => panic!("{} has {} fields “{label}”: use inside(…)", self.url, more.len()),
        }
    }

    fn labelled(&self, label: ElementRef<'_>) -> Option<ElementRef<'_>> {
        match label.value().attr("for") {
            Some(id) => self.by_id(id),
            None => {
                let inner = label.select(&selector("input, select, textarea")).next()?.id();
                self.html.tree.get(inner).and_then(ElementRef::wrap)
            }
        }
    }

    pub(super) fn by_id(&self, id: &str) -> Option<ElementRef<'_>> {
        self.all("[id]").into_iter().find(|it| it.value().id() == Some(id))
    }

    /// The button with these words.
    #[track_caller]
    pub(super) fn button(&self, text: &str, scope: Option<&str>) -> ElementRef<'_> {
        let buttons = self.within("button, input[type=submit]", scope);
        let named = |it: &&ElementRef<'_>| {
            let value = it.value();
            words(**it) == text || value.attr("aria-label") == Some(text) || value.attr("value") == Some(text)
        };
        let found: Vec<&ElementRef<'_>> = buttons.iter().filter(named).collect();
        match found.as_slice() {
            [one] => **one,
            [] => {
                let there: Vec<String> = buttons.iter().map(|it| words(*it)).collect();
                panic!("{} has no button “{text}”; there are: {}", self.url, there.join("、"))
            }
            more => panic!("{} has {} buttons “{text}”: use inside(…)", self.url, more.len()),
        }
    }

    /// Where the link with these words leads.
    #[track_caller]
    pub(super) fn link(&self, text: &str, scope: Option<&str>) -> String {
        let links = self.within("a[href]", scope);
        let exact =
            links.iter().find(|it| words(**it) == text || it.value().attr("aria-label") == Some(text));
        let found = exact.or_else(|| links.iter().find(|it| words(**it).contains(text)));
        let Some(link) = found else {
            let there: Vec<String> = links.iter().map(|it| words(*it)).collect();
            panic!("{} has no link “{text}”; there are: {}", self.url, there.join("、"))
        };
        self.resolve(link.value().attr("href").unwrap_or_default())
    }

    /// An address of this page as path and query.
    pub(super) fn resolve(&self, href: &str) -> String {
        let path = self.url.split(['?', '#']).next().unwrap_or_default();
        match href.chars().next() {
            Some('/') => href.to_owned(),
            Some('?') => format!("{path}{href}"),
            Some('#') => format!("{}{href}", self.url.split('#').next().unwrap_or_default()),
            None => self.url.clone(),
            _ => {
                let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
                format!("{folder}{href}")
            }
        }
    }
}

/// The words of a label without the mark of optional fields and without its control's options.
fn label_words(label: ElementRef<'_>) -> String {
    let mut text = String::new();
    for node in label.descendants() {
        let Some(piece) = node.value().as_text() else { continue };
        let inner = node
            .ancestors()
            .take_while(|up| up.id() != label.id())
            .filter_map(ElementRef::wrap)
            .any(|it| matches!(it.value().name(), "select" | "textarea" | "button"));
        if !inner {
            text.push_str(piece);
        }
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.strip_suffix("选填").unwrap_or(&text).trim().to_owned()
}
