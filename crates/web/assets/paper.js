// The form of a paper: its fields grow with their text, and the pages beside it follow what is typed.
// Without script a button does that.
(function () {
  "use strict";

  var fit = function (area) {
    area.style.height = "auto";
    area.style.height = Math.min(area.scrollHeight + 2, 480) + "px";
  };
  window.wenming.each(document, ".piece textarea", function (area) {
    fit(area);
    area.addEventListener("input", function () { fit(area); });
  });

  // A browser without a viewer would save a file each time instead of showing it.
  var viewer = navigator.pdfViewerEnabled;
  if (viewer === undefined) { viewer = !!navigator.mimeTypes["application/pdf"]; }

  var frame = document.querySelector("[data-pages]");
  if (!frame) { return; }
  if (!viewer) {
    window.wenming.each(document, "[data-unseen]", function (it) { it.hidden = false; });
    frame.remove();
    return;
  }
  frame.src = frame.getAttribute("data-pages");

  var form = document.getElementById("paper");
  var button = document.querySelector("[data-preview]");
  if (!form || !button || !form.requestSubmit) { return; }
  var said = document.querySelector("[data-said]");
  var timer = 0, round = 0, coming = null;

  // Each rendering comes into a frame of its own behind the one that is seen: nothing flickers, and the
  // way back through the history stays one step.
  var draw = function () {
    if (coming || frame.getClientRects().length === 0) { return; }
    round += 1;
    coming = frame.cloneNode(false);
    coming.removeAttribute("src");
    coming.name = "pages-" + round;
    coming.classList.add("is-coming");
    frame.parentNode.insertBefore(coming, frame);
    var mine = round;
    coming.addEventListener("load", function () {
      // The empty document of a new frame loads first.
      if (!coming || coming.name !== "pages-" + mine || !coming.asked) { return; }
      coming.classList.remove("is-coming");
      frame.remove();
      frame = coming;
      coming = null;
      if (said) { said.textContent = "按现在填写的内容排版，还没有保存"; }
      if (again) { again = false; later(); }
    });
    button.formTarget = coming.name;
    coming.asked = true;
    form.requestSubmit(button);
  };
  var again = false;
  var later = function () {
    if (coming) { again = true; return; }
    window.clearTimeout(timer);
    timer = window.setTimeout(draw, 900);
  };
  form.addEventListener("input", function (event) { if (!event.isComposing && event.target.type !== "file") { later(); } });
  form.addEventListener("compositionend", later);

  // What is typed goes with the form: pages asked for now would be of a version that is no longer the last.
  form.addEventListener("submit", function (event) {
    if (event.defaultPrevented || (event.submitter && event.submitter.formTarget)) { return; }
    window.clearTimeout(timer);
    again = false;
    if (coming) { coming.remove(); coming = null; }
  });
  if (form.hasAttribute("data-typed")) { draw(); }
})();
