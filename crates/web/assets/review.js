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

  // Hovering or focusing one side marks the other and brings it into view.
  var lit = null;
  var mark = function (el) {
    if (lit && (!el || el.dataset.ref !== lit)) { light(lit, false); lit = null; }
    if (!el || el.dataset.ref === lit) { return; }
    lit = el.dataset.ref;
    light(lit, true);
    var twin = other(el);
    if (twin) { twin.scrollIntoView({ block: "nearest" }); }
  };
  var show = function (event) { mark(event.target.closest ? event.target.closest("[data-ref]") : null); };
  // When the page moves under a mouse that rests, that is no hovering: the keyboard keeps its mark.
  var spot = "";
  document.addEventListener("mouseover", function (event) {
    var here = event.screenX + " " + event.screenY;
    if (here !== spot) { show(event); }
    spot = here;
  });
  document.addEventListener("focusin", show);

  // The rows that can be stepped through, in the order of the page.
  var rows = function () { return Array.prototype.slice.call(document.querySelectorAll("[data-row]")); };
  var now = function () { return document.querySelector("[data-row].is-now"); };

  // Where one is: the row by its id, and its place for when it is gone.
  var place = { id: "", at: 0 };
  var remember = function (row) { place = { id: row.id, at: rows().indexOf(row) }; };

  // The row itself takes the focus where it has no link to open: keys then act on it, not on a field.
  var focus = function (row) {
    var link = row.querySelector("[data-open]");
    if (!link && !row.hasAttribute("tabindex")) { row.tabIndex = -1; }
    (link || row).focus({ preventScroll: true });
  };
  var take = function (row) {
    if (!row) { return; }
    rows().forEach(function (it) { it.classList.toggle("is-now", it === row); });
    remember(row);
    row.scrollIntoView({ block: "nearest" });
    focus(row);
  };
  var go = function (step) {
    var all = rows();
    var at = all.indexOf(now());
    take(all[Math.max(0, Math.min(all.length - 1, at + step))]);
  };

  // An act of a row says which key it answers to, e.g. data-key="Enter": a button is pressed, a field entered.
  var act = function (key) {
    var row = now() || rows()[0];
    var el = row && row.querySelector('[data-key="' + CSS.escape(key) + '"]');
    if (!el) { return false; }
    if (!/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName)) {
      remember(row);
      // Out of the field: htmx would give the focus to that of the next row, and keys would type into it.
      if (row.contains(document.activeElement)) { document.activeElement.blur(); }
      el.click();
      return true;
    }
    var folded = el.closest("details");
    if (folded) { folded.open = true; }
    el.focus();
    return true;
  };

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229) { return; }
    var on = event.target;
    // Out of a field: Ctrl+Enter confirms, Escape goes back to the row and leaves the cursor where it was.
    if (event.key === "Enter" && event.ctrlKey && act("Enter")) { event.preventDefault(); return; }
    if (w.typing(event)) {
      var row = event.key === "Escape" && on.closest("[data-row]");
      if (row) { take(row); event.preventDefault(); }
      return;
    }
    var help = document.getElementById("shortcuts");
    if (event.key === "j" || event.key === "ArrowDown") { go(1); event.preventDefault(); return; }
    if (event.key === "k" || event.key === "ArrowUp") { go(-1); event.preventDefault(); return; }
    if (event.key === "?" && help) { help.hidden = !help.hidden; event.preventDefault(); return; }
    if (event.key === "Escape" && help && !help.hidden) { help.hidden = true; return; }
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

  // On a phone paper and tree stand one below the other: nothing is moved away from the reader.
  var wide = function () { return window.matchMedia("(min-width: 761px)").matches; };
  var settle = function () {
    var open = now();
    if (!open || !wide()) { return; }
    var twin = open.dataset.ref && document.querySelector('.paper-pane [data-ref="' + open.dataset.ref + '"]');
    remember(open);
    open.scrollIntoView({ block: "nearest" });
    if (twin) { twin.scrollIntoView({ block: "center" }); }
  };
  // When a part of the page is new, the open row is the one to go on with; else the one where one was,
  // or what has come into its place. What the part itself focuses (an error, a field) keeps the focus.
  document.addEventListener("htmx:afterSettle", function () {
    var all = rows();
    var open = now() || document.getElementById(place.id) || all[Math.min(place.at, all.length - 1)];
    if (wide() && open && document.activeElement === document.body) { take(open); }
    settle();
    lit = null;
    mark(document.activeElement.closest("[data-ref]"));
  });
  document.addEventListener("DOMContentLoaded", settle);
})();
