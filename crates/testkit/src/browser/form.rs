//! What a form sends: exactly the fields it has, with what was typed into them.

use super::page::{Seen, selector, words};
use scraper::{ElementRef, Node, node::Element};

/// An id of an element of the page.
type NodeId = ego_tree::NodeId;

/// What a person did to one control.
#[derive(Debug)]
pub struct Typed {
    control: NodeId,
    act: Act,
}

#[derive(Debug)]
enum Act {
    Value(String),
    Tick(bool),
    File { name: String, bytes: Vec<u8> },
}

/// A control of the page that a person can use.
pub struct Control<'p> {
    element: ElementRef<'p>,
    label: String,
}

impl<'p> Control<'p> {
    #[track_caller]
    pub fn new(element: ElementRef<'p>, label: &str) -> Self {
        let value = element.value();
        assert!(value.attr("disabled").is_none(), "“{label}” is disabled");
        Self { element, label: label.to_owned() }
    }

    fn kind(&self) -> &str {
        match self.element.value().name() {
            "input" => self.element.value().attr("type").unwrap_or("text"),
            other => other,
        }
    }

    #[track_caller]
    pub fn typed(&self, value: &str) -> Typed {
        let kind = self.kind();
        let text = !matches!(kind, "checkbox" | "radio" | "file" | "select" | "submit" | "hidden");
        assert!(text, "“{}” is a {kind}, nothing can be typed", self.label);
        assert!(self.element.value().attr("readonly").is_none(), "“{}” cannot be changed", self.label);
        Typed { control: self.element.id(), act: Act::Value(value.to_owned()) }
    }

    #[track_caller]
    pub fn ticked(&self, on: bool) -> Typed {
        assert!(matches!(self.kind(), "checkbox" | "radio"), "“{}” is a {}, no box", self.label, self.kind());
        Typed { control: self.element.id(), act: Act::Tick(on) }
    }

    #[track_caller]
    pub fn file(&self, name: &str, bytes: Vec<u8>) -> Typed {
        assert_eq!(self.kind(), "file", "“{}” takes no file", self.label);
        Typed { control: self.element.id(), act: Act::File { name: name.to_owned(), bytes } }
    }

    /// What the page put into the control.
    pub fn value(&self) -> String {
        match self.kind() {
            "textarea" => self.element.text().collect(),
            "select" => chosen(self.element).unwrap_or_default(),
            _ => attr(self.element.value(), "value"),
        }
    }
}

fn attr(element: &Element, name: &str) -> String {
    element.attr(name).unwrap_or_default().to_owned()
}

/// The value of the option that is selected: the first one where none is marked.
fn chosen(select: ElementRef<'_>) -> Option<String> {
    let css = selector("option");
    let options: Vec<ElementRef<'_>> = select.select(&css).collect();
    let marked = options.iter().find(|it| it.value().attr("selected").is_some());
    marked.or_else(|| options.first()).map(|it| option_value(*it))
}

fn option_value(option: ElementRef<'_>) -> String {
    option.value().attr("value").map_or_else(|| words(option), str::to_owned)
}

/// The body of a request.
#[derive(Debug, Default)]
pub struct Body {
    pub media: String,
    pub bytes: Vec<u8>,
}

impl Body {
    pub fn fields(fields: &[(&str, &str)]) -> Self {
        let bytes = serde_urlencoded::to_string(fields).unwrap().into_bytes();
        Self { media: "application/x-www-form-urlencoded".into(), bytes }
    }

    pub fn json(value: &serde_json::Value) -> Self {
        Self { media: "application/json".into(), bytes: value.to_string().into_bytes() }
    }

    fn multipart(parts: &[Part]) -> Self {
        let mut bytes = Vec::new();
        for part in parts {
            let file = part.file.as_ref().map(|name| format!("; filename=\"{name}\"")).unwrap_or_default();
            let head =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"{file}\r\n", part.name);
            bytes.extend(head.into_bytes());
            if part.file.is_some() {
                bytes.extend(b"Content-Type: application/octet-stream\r\n");
            }
            bytes.extend(b"\r\n");
            bytes.extend(&part.value);
            bytes.extend(b"\r\n");
        }
        bytes.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
        Self { media: format!("multipart/form-data; boundary={BOUNDARY}"), bytes }
    }
}

const BOUNDARY: &str = "----testkit-4f1c9a7e";

/// One part of a form's data.
struct Part {
    name: String,
    value: Vec<u8>,
    file: Option<String>,
}

/// What pressing a button sends.
pub struct Submission {
    pub post: bool,
    pub url: String,
    pub body: Body,
}

impl Seen {
    /// An option of a select, or one of several radio buttons, as a choice that was made.
    #[track_caller]
    pub(super) fn choice(&self, label: &str, option: &str, scope: Option<&str>) -> Typed {
        for group in self.within("fieldset", scope) {
            let legend = group.select(&selector("legend")).next().map(words).unwrap_or_default();
            if legend.strip_suffix("选填").unwrap_or(&legend).trim() == label {
                return radio(group, option);
            }
        }
        let control = self.field(label, scope);
        assert_eq!(control.kind(), "select", "“{label}” is no list");
        let css = selector("option");
        let options: Vec<ElementRef<'_>> = control.element.select(&css).collect();
        let found = options.iter().find(|it| words(**it) == option);
        let Some(found) = found else {
            let there: Vec<String> = options.iter().map(|it| words(*it)).collect();
            panic!("“{label}” has no “{option}”; there are: {}", there.join("、"))
        };
        assert!(found.value().attr("disabled").is_none(), "“{option}” cannot be chosen");
        Typed { control: control.element.id(), act: Act::Value(option_value(*found)) }
    }

    /// What the form of a button would send.
    #[track_caller]
    pub(super) fn submission(&self, button: &str, scope: Option<&str>, typed: &[Typed]) -> Submission {
        let pressed = self.button(button, scope);
        assert!(pressed.value().attr("disabled").is_none(), "“{button}” is disabled");
        assert_ne!(pressed.value().attr("type"), Some("button"), "“{button}” works by script only");
        let form = self.form_of(pressed).unwrap_or_else(|| panic!("“{button}” stands in no form"));
        let mut parts = Vec::new();
        let mut used = 0;
        for control in self.all("input, textarea, select") {
            if self.form_of(control).map(|it| it.id()) == Some(form.id()) {
                used += typed.iter().filter(|it| it.control == control.id()).count();
                parts.extend(sent(control, typed));
            }
        }
        assert_eq!(used, typed.len(), "something was typed outside the form of “{button}”");
        if let Some(name) = pressed.value().attr("name") {
            let value = attr(pressed.value(), "value").into_bytes();
            parts.push(Part { name: name.into(), value, file: None });
        }
        let of = |name: &str, over: &str| {
            pressed.value().attr(over).or_else(|| form.value().attr(name)).unwrap_or_default().to_owned()
        };
        let url = self.resolve(&of("action", "formaction"));
        let post = of("method", "formmethod").eq_ignore_ascii_case("post");
        if post && of("enctype", "formenctype") == "multipart/form-data" {
            return Submission { post, url, body: Body::multipart(&parts) };
        }
        let pairs: Vec<(String, String)> =
            parts.into_iter().map(|it| (it.name, String::from_utf8_lossy(&it.value).into_owned())).collect();
        let encoded = serde_urlencoded::to_string(&pairs).unwrap();
        if post {
            let media = "application/x-www-form-urlencoded".into();
            return Submission { post, url, body: Body { media, bytes: encoded.into_bytes() } };
        }
        let path = url.split('?').next().unwrap_or_default();
        Submission { post, url: format!("{path}?{encoded}"), body: Body::default() }
    }

    /// The form of a control: named by its `form` attribute, or around it.
    fn form_of<'p>(&'p self, control: ElementRef<'p>) -> Option<ElementRef<'p>> {
        match control.value().attr("form") {
            Some(id) => self.by_id(id),
            None => control.ancestors().filter_map(ElementRef::wrap).find(|it| it.value().name() == "form"),
        }
    }
}

#[track_caller]
fn radio(group: ElementRef<'_>, option: &str) -> Typed {
    let css = selector("label");
    let labels: Vec<ElementRef<'_>> = group.select(&css).collect();
    let Some(label) = labels.iter().find(|it| words(**it).starts_with(option)) else {
        let there: Vec<String> = labels.iter().map(|it| words(*it)).collect();
        panic!("there is no choice “{option}”; there are: {}", there.join("、"))
    };
    let control = label.select(&selector("input")).next().expect("a choice holds its button");
    Typed { control: control.id(), act: Act::Tick(true) }
}

/// What one control adds to the data of its form.
fn sent(control: ElementRef<'_>, typed: &[Typed]) -> Vec<Part> {
    let element = control.value();
    let name = attr(element, "name");
    let acts: Vec<&Act> = typed.iter().filter(|it| it.control == control.id()).map(|it| &it.act).collect();
    if name.is_empty() || element.attr("disabled").is_some() || disabled_around(control) {
        return Vec::new();
    }
    let part = |value: String| Part { name: name.clone(), value: value.into_bytes(), file: None };
    let last = acts.iter().rev().find_map(|act| match act {
        Act::Value(value) => Some(value.clone()),
        _ => None,
    });
    match (element.name(), element.attr("type").unwrap_or("text")) {
        ("input", "submit" | "button" | "image" | "reset") => Vec::new(),
        ("input", "file") => files(&name, &acts),
        ("input", kind @ ("checkbox" | "radio")) => {
            let ticked = acts.iter().rev().find_map(|act| match act {
                Act::Tick(on) => Some(*on),
                _ => None,
            });
            // Ticking one radio button clears the others of its name.
            let other = kind == "radio" && ticked.is_none() && another_ticked(control, typed);
            let on = ticked.unwrap_or(element.attr("checked").is_some() && !other);
            if on { vec![part(element.attr("value").unwrap_or("on").to_owned())] } else { Vec::new() }
        }
        ("select", _) => last.or_else(|| chosen(control)).map(part).into_iter().collect(),
        ("textarea", _) => vec![part(last.unwrap_or_else(|| control.text().collect()))],
        _ => vec![part(last.unwrap_or_else(|| attr(element, "value")))],
    }
}

fn files(name: &str, acts: &[&Act]) -> Vec<Part> {
    let mut parts: Vec<Part> = acts
        .iter()
        .filter_map(|act| match act {
            Act::File { name: file, bytes } => {
                Some(Part { name: name.to_owned(), value: bytes.clone(), file: Some(file.clone()) })
            }
            _ => None,
        })
        .collect();
    if parts.is_empty() {
        // An empty file field is sent with an empty name, as browsers do.
        parts.push(Part { name: name.to_owned(), value: Vec::new(), file: Some(String::new()) });
    }
    parts
}

fn disabled_around(control: ElementRef<'_>) -> bool {
    control
        .ancestors()
        .filter_map(|node| match node.value() {
            Node::Element(element) => Some(element),
            _ => None,
        })
        .any(|element| element.name() == "fieldset" && element.attr("disabled").is_some())
}

fn another_ticked(control: ElementRef<'_>, typed: &[Typed]) -> bool {
    let name = control.value().attr("name");
    let form = |it: ElementRef<'_>| {
        it.ancestors().filter_map(ElementRef::wrap).find(|up| up.value().name() == "form").map(|up| up.id())
    };
    typed.iter().any(|it| {
        let other = control.tree().get(it.control).and_then(ElementRef::wrap);
        matches!(it.act, Act::Tick(true))
            && other.is_some_and(|other| {
                other.id() != control.id()
                    && other.value().attr("name") == name
                    && form(other) == form(control)
            })
    })
}
