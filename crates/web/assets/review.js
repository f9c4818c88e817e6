// The review page: paper and tree mark each other, and the tree is worked through by keyboard.
// Elements that belong together carry the same data-ref on both sides.
(function () {
  "use strict";
  var w = window.wenming;

  var light = function (ref, on) {
    if (!ref) { return; }
    w.each(document, '[data-ref="' + ref + '"]', function (it) { it.classList.toggle("is-lit", on); });
  };

  var other = function (el) {
    var inPaper = !!el.closest(".paper-pane");
    return document.querySelector((inPaper ? ".tree-pane" : ".paper-pane") + ' [data-ref="' + el.dataset.ref + '"]');
  };

  var refOf = function (event) {
    return event.target.closest ? event.target.closest("[data-ref]") : null;
  };

  // Hovering or focusing one side marks the other and brings it into view.
  var lit = null;
  var show = function (event) {
    var el = refOf(event);
    if (lit && (!el || el.dataset.ref !== lit)) { light(lit, false); lit = null; }
    if (!el || el.dataset.ref === lit) { return; }
    lit = el.dataset.ref;
    light(lit, true);
    var twin = other(el);
    if (twin) { twin.scrollIntoView({ block: "nearest" }); }
  };
  document.addEventListener("mouseover", show);
  document.addEventListener("focusin", show);

  // The rows that can be stepped through, in the order of the page.
  var rows = function () { return Array.prototype.slice.call(document.querySelectorAll("[data-row]")); };
  var now = function () { return document.querySelector("[data-row].is-now") || document.querySelector("[data-row]"); };
  var go = function (step) {
    var all = rows();
    var at = all.indexOf(document.querySelector("[data-row].is-now"));
    var next = all[Math.max(0, Math.min(all.length - 1, at + step))];
    if (!next) { return; }
    all.forEach(function (row) { row.classList.toggle("is-now", row === next); });
    next.scrollIntoView({ block: "nearest" });
    var link = next.querySelector("[data-open]") || next.querySelector("a, button, input");
    if (link) { link.focus({ preventScroll: true }); }
  };

  // An act of a row is a button that says which key presses it, e.g. data-key="Enter".
  var act = function (key) {
    var row = now();
    if (!row) { return false; }
    var button = row.querySelector('[data-key="' + key + '"]');
    if (button) { button.click(); return true; }
    return false;
  };

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229) { return; }
    // Ctrl+Enter confirms out of a field too.
    if (event.key === "Enter" && event.ctrlKey && act("Enter")) { event.preventDefault(); return; }
    if (w.typing(event)) { return; }
    var help = document.getElementById("shortcuts");
    if (event.key === "j" || event.key === "ArrowDown") { go(1); event.preventDefault(); return; }
    if (event.key === "k" || event.key === "ArrowUp") { go(-1); event.preventDefault(); return; }
    if (event.key === "?" && help) { help.hidden = !help.hidden; event.preventDefault(); return; }
    if (event.key === "Escape" && help) { help.hidden = true; return; }
    var on = event.target;
    if (event.key === "Enter" && on && /^(A|BUTTON|SUMMARY)$/.test(on.tagName) && !on.matches("[data-open]")) { return; }
    if (act(event.key.length === 1 ? event.key.toLowerCase() : event.key)) { event.preventDefault(); }
  });

  // "Split" cuts the text where the cursor stands: the field tells its position to the form.
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-split]") : null;
    if (!button || !button.form) { return; }
    var text = button.form.querySelector("[data-split-text]");
    var at = button.form.querySelector('[name="at"]');
    if (text && at) { at.value = Array.from(text.value.slice(0, text.selectionStart)).length; }
  });

  // When the page or a part of it is new, the open row is the one to go on with.
  var settle = function () {
    // On a phone paper and tree stand one below the other: nothing is moved away from the reader.
    if (!window.matchMedia("(min-width: 761px)").matches) { return; }
    var ref = now() && now().dataset.ref;
    var twin = ref && document.querySelector('.paper-pane [data-ref="' + ref + '"]');
    var open = document.querySelector("[data-row].is-now");
    if (open) { open.scrollIntoView({ block: "nearest" }); }
    if (open && twin) { twin.scrollIntoView({ block: "center" }); }
  };
  document.addEventListener("htmx:afterSettle", function () {
    if (!document.querySelector("[data-row].is-now")) { go(0); }
    settle();
  });
  document.addEventListener("DOMContentLoaded", settle);
})();
