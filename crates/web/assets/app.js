// What every page does with script. Pages work without it; this makes them quicker.
// Plain JavaScript for Chrome 90, no eval, no inline handlers.
(function () {
  "use strict";

  var csrf = function () {
    var meta = document.querySelector('meta[name="csrf"]');
    return meta ? meta.content : "";
  };

  var each = function (root, selector, act) {
    Array.prototype.forEach.call(root.querySelectorAll(selector), act);
  };

  // True while someone types: shortcuts must not fire, least of all while an input method composes.
  var typing = function (event) {
    var el = event.target;
    return event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey ||
      (el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName)));
  };

  var toast = function (text) {
    var box = document.getElementById("toasts");
    if (!box) { return; }
    var line = document.createElement("p");
    line.className = "toast";
    line.textContent = text;
    box.appendChild(line);
    window.setTimeout(function () { line.remove(); }, 4000);
  };

  window.wenming = { csrf: csrf, each: each, typing: typing, toast: toast };

  // htmx sends the token of the session with every write.
  document.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["x-csrf-token"] = csrf();
  });
  document.addEventListener("htmx:responseError", function (event) {
    var status = event.detail.xhr.status;
    // A refused form comes back as a page part and is shown; anything else is said in a line.
    if (status !== 422) { toast(status === 409 ? "内容刚被更新，请刷新后再试。" : "没有办成，请刷新页面后再试。"); }
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:sendError", function () { toast("网络断开了，内容还在页面上，请稍后再试。"); });

  // Keys. They rest while someone types, and Ctrl+Enter sends the form of a text area.
  var rows = function () {
    return Array.prototype.filter.call(
      document.querySelectorAll("main .work-what > a, main .grid .lead a, main .lines > li > div > a, main .hit-title a, main .message-act button"),
      function (it) { return it.getClientRects().length > 0; });
  };
  var step = function (by) {
    var all = rows();
    if (all.length === 0) { return false; }
    var at = all.indexOf(document.activeElement);
    var next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };
  var follow = function (selector) {
    var link = document.querySelector(selector);
    if (link) { link.click(); }
    return !!link;
  };
  var help = function () {
    var keys = document.getElementById("keys");
    if (!keys || !keys.showModal || keys.open) { return false; }
    keys.showModal();
    return true;
  };
  var search = function () {
    var box = document.querySelector("[data-search]");
    if (box) { box.focus(); box.select(); }
    return !!box;
  };
  var keys = {
    "/": search, "?": help, "？": help,
    "j": function () { return step(1); }, "k": function () { return step(-1); },
    "[": function () { return follow('a[rel="prev"]'); }, "]": function () { return follow('a[rel="next"]'); },
    "n": function () { return follow("a[data-new]"); }
  };
  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229) { return; }
    var el = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && el && el.tagName === "TEXTAREA" && el.form) {
      event.preventDefault();
      var form = el.form;
      // The main act of the form, never one of its small buttons.
      var button = form.querySelector("button.btn-main") || form.querySelector("button.btn-soft");
      if (button) { button.click(); } else if (form.requestSubmit) { form.requestSubmit(); }
      return;
    }
    if (event.key === "Escape") { each(document, "details.dropdown[open]", function (it) { it.removeAttribute("open"); }); }
    // The review page has keys of its own.
    if (typing(event) || event.defaultPrevented || document.querySelector("[data-row]") || document.querySelector("dialog[open]")) { return; }
    if (keys[event.key] && keys[event.key]()) { event.preventDefault(); }
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest) { return; }
    if (event.target.closest("[data-keys]")) { help(); }
    var close = event.target.closest("[data-close]");
    if (close) { close.closest("dialog").close(); }
  });

  // Only one dropdown stands open, and a click elsewhere closes it.
  document.addEventListener("click", function (event) {
    each(document, "details.dropdown[open]", function (it) {
      if (!it.contains(event.target)) { it.removeAttribute("open"); }
    });
  });

  // The first file of a form that is larger than its input takes.
  var tooLarge = function (form) {
    var found = "";
    each(form, 'input[type="file"][data-max]', function (input) {
      Array.prototype.forEach.call(input.files, function (file) {
        if (!found && file.size > Number(input.dataset.max)) { found = file.name; }
      });
    });
    return found;
  };

  // Acts that cannot be undone at once are asked about: in the capture phase, ahead of htmx.
  document.addEventListener("submit", function (event) {
    var button = event.submitter;
    var question = (button && button.dataset.confirm) || event.target.dataset.confirm;
    if (question && !window.confirm(question)) { event.preventDefault(); event.stopPropagation(); return; }
    // The server cuts a file that is far too large before the browser can show why.
    var large = tooLarge(event.target);
    if (large) {
      event.preventDefault();
      event.stopPropagation();
      toast("“" + large + "”太大了，没有上传。请压缩或拆分后再选。");
      return;
    }
    // A second click must not send the form twice; what is shown in a frame may be asked for again.
    if (button && button.formTarget) { return; }
    if (event.target.method === "post" && !event.target.hasAttribute("hx-post") && !event.defaultPrevented) {
      if (event.target.dataset.sent === "yes") { event.preventDefault(); return; }
      event.target.dataset.sent = "yes";
      window.setTimeout(function () { delete event.target.dataset.sent; }, 3000);
    }
  }, true);

  // Selection and the bulk bar: [data-check-all] rules all [data-check] of its form.
  var countPicked = function (form) {
    var picked = form.querySelectorAll("[data-check]:checked").length;
    each(form, "[data-picked]", function (it) { it.textContent = picked; });
    each(form, "[data-bulk]", function (it) { it.hidden = picked === 0; });
    each(form, "[data-check]", function (box) {
      var row = box.closest("tr, li");
      if (row) { row.classList.toggle("is-picked", box.checked); }
    });
    var all = form.querySelector("[data-check-all]");
    if (all) {
      var boxes = form.querySelectorAll("[data-check]").length;
      all.checked = boxes > 0 && picked === boxes;
      all.indeterminate = picked > 0 && picked < boxes;
    }
  };
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (!form) { return; }
    if (event.target.matches("[data-check-all]")) {
      each(form, "[data-check]", function (box) { box.checked = event.target.checked; });
    }
    if (event.target.matches("[data-check-all], [data-check]")) { countPicked(form); }
    if (event.target.matches("[data-submit]")) { form.requestSubmit ? form.requestSubmit() : form.submit(); }
  });

  // Files: names and sizes before they are sent; too large ones are named at once.
  var size = function (bytes) {
    return bytes > 1048576 ? (bytes / 1048576).toFixed(1) + " MB" : Math.ceil(bytes / 1024) + " KB";
  };
  var listFiles = function (input) {
    var list = document.getElementById(input.dataset.files);
    if (!list) { return; }
    list.textContent = "";
    var limit = Number(input.dataset.max || 52428800);
    Array.prototype.forEach.call(input.files, function (file) {
      var line = document.createElement("li");
      line.textContent = file.name;
      var right = document.createElement("span");
      right.textContent = file.size > limit ? size(file.size) + "，太大了，最多 " + size(limit) : size(file.size);
      if (file.size > limit) { line.className = "is-late"; }
      line.appendChild(right);
      list.appendChild(line);
    });
  };
  document.addEventListener("change", function (event) {
    if (event.target.type === "file" && event.target.dataset.files) { listFiles(event.target); }
  });

  // Dropping a file on a .drop fills its input.
  ["dragover", "dragleave", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var drop = event.target.closest ? event.target.closest(".drop") : null;
      if (!drop) { return; }
      event.preventDefault();
      drop.classList.toggle("is-over", name === "dragover");
      var input = drop.querySelector('input[type="file"]');
      if (name === "drop" && input && event.dataTransfer.files.length > 0) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  });

  // "Print" buttons, and the field that a refused form points at.
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-print]") : null;
    if (button) { window.print(); }
  });

  var start = function (root) {
    each(root, "form", function (form) { if (form.querySelector("[data-check]")) { countPicked(form); } });
    each(root, "[data-keys]", function (it) { it.hidden = false; });
    var summary = root.querySelector("[data-focus]");
    if (summary) { summary.focus(); }
  };
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", function () { start(document); });
  } else {
    start(document);
  }
  document.addEventListener("htmx:load", function (event) { if (event.target !== document.body) { start(event.target); } });
})();
