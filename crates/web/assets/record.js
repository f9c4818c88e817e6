// 记一笔 saves itself, uploads at once and survives a lost connection. The page works without it.
(function () {
  "use strict";

  function token() {
    var meta = document.querySelector('meta[name="csrf"]');
    return meta ? meta.getAttribute("content") : "";
  }

  var form = document.querySelector("form[data-record]");
  if (!form) { return; }
  var status = document.querySelector("[data-saved]");
  var photos = form.querySelector("[data-photos]");
  var address = form.getAttribute("data-record");
  var kept = "wenming.draft." + address;
  var timer = null, busy = false, again = false, leaving = false;

  function say(text, late) {
    if (!status) { return; }
    status.textContent = text;
    status.classList.toggle("is-late", Boolean(late));
  }

  function typed() {
    var pairs = [];
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string" && name !== "csrf") { pairs.push([name, value]); }
    });
    return pairs;
  }

  // What was typed survives a lost connection in this browser until it is saved.
  function remember() {
    try { localStorage.setItem(kept, JSON.stringify(typed())); } catch (ignored) { return; }
  }
  function forget() {
    try { localStorage.removeItem(kept); } catch (ignored) { return; }
  }
  function restore() {
    var pairs;
    try { pairs = JSON.parse(localStorage.getItem(kept) || "null"); } catch (ignored) { return; }
    if (!pairs) { return; }
    var version = pairs.filter(function (pair) { return pair[0] === "version"; })[0];
    if (!version || version[1] !== form.elements.version.value) { forget(); return; }
    ["title", "day", "text", "place"].forEach(function (name) {
      pairs.forEach(function (pair) {
        if (pair[0] === name && form.elements[name]) { form.elements[name].value = pair[1]; }
      });
    });
    say("找回了上次没有保存的内容", false);
    later();
  }

  // Lines of a list as the server drew them; it escapes what was typed.
  function draw(list, lines) {
    if (!list) { return; }
    var parsed = new DOMParser().parseFromString("<ul>" + lines + "</ul>", "text/html");
    list.replaceChildren.apply(list, Array.prototype.slice.call(parsed.querySelector("ul").childNodes));
  }

  // The head-count follows who is ticked, unless someone typed another.
  function count() {
    var heads = form.querySelector("[data-heads]"), counted = form.querySelector("[data-counted]");
    if (!heads || !counted || (heads.value !== "" && heads.value !== counted.value)) { return; }
    var ticked = String(form.querySelectorAll("[data-person]:checked").length);
    heads.value = ticked === "0" ? "" : ticked;
    counted.value = heads.value;
  }

  // Large files go in pieces, each acknowledged when the disk has it: after a broken connection, or on the
  // page opened anew, the same file goes on where it stopped.
  var LARGE = 1024 * 1024;
  var sending = 0, wanted = null;

  function ask(url, body, media) {
    var headers = { "x-csrf-token": token() };
    if (media) { headers["content-type"] = media; }
    return fetch(url, { method: "POST", body: body, headers: headers, credentials: "same-origin" })
      .then(function (answer) {
        var json = (answer.headers.get("content-type") || "").indexOf("json") >= 0;
        // A server that is being restarted is asked again; any other page instead of an answer is the end.
        if (!json && answer.status < 500) { throw { sentence: "没有上传成功，请刷新页面后再选一次，会接着传" }; }
        return answer.json().then(function (told) {
          if (!answer.ok) { throw { sentence: told.sentence || "没有上传成功，请再试一次" }; }
          return told;
        });
      });
  }

  function begin(file) {
    var pairs = new URLSearchParams();
    pairs.append("name", file.name);
    pairs.append("size", String(file.size));
    pairs.append("mark", (file.name + "|" + file.size + "|" + file.lastModified).slice(-200));
    return ask(address.replace(/autosave$/, "uploads"), pairs.toString(), "application/x-www-form-urlencoded");
  }

  function piece(file, told) {
    if (told.offset >= told.size) { return told.upload; }
    say("正在上传 " + file.name + "：" + Math.floor(told.offset / told.size * 100) + "%", false);
    var url = address.replace(/autosave$/, "uploads/" + told.upload) + "?at=" + told.offset;
    return ask(url, file.slice(told.offset, told.offset + told.piece), "application/octet-stream")
      .then(function (next) { return piece(file, next); });
  }

  function pause(wait) {
    return new Promise(function (resolve) { setTimeout(resolve, wait); });
  }

  function send(file, wait) {
    return begin(file).then(function (told) { return piece(file, told); }).catch(function (error) {
      if (error && error.sentence) { throw error; }
      say("网络断了，连上后会接着传 " + file.name, true);
      return pause(wait).then(function () { return send(file, Math.min(wait * 2, 30000)); });
    });
  }

  // Resolves to the ids of all files, one after the other.
  function sendAll(files) {
    return files.reduce(function (before, file) {
      return before.then(function (ids) {
        return send(file, 2000).then(function (id) { return ids.concat([id]); });
      });
    }, Promise.resolve([]));
  }

  function upload(input) {
    var files = Array.prototype.slice.call(input.files);
    var large = files.filter(function (file) { return file.size > LARGE; });
    if (!large.length) { save({ files: true }); return; }
    var small = files.filter(function (file) { return file.size <= LARGE; });
    sending += 1;
    input.value = "";
    sendAll(large).then(function (ids) {
      sending -= 1;
      save({ small: small, uploads: ids });
    }).catch(function (error) {
      sending -= 1;
      wanted = null;
      say(error && error.sentence ? error.sentence : "没有上传成功，请再选一次", true);
    });
  }

  // What came in pieces while another answer was under way.
  var waiting = null;

  function save(extra) {
    if (busy) {
      if (extra && extra.uploads) { waiting = extra; }
      again = true;
      return;
    }
    extra = extra || waiting;
    if (extra === waiting) { waiting = null; }
    busy = true;
    var data = new FormData(form);
    if (!extra || !extra.files) { data.delete("files"); }
    if (extra && extra.uploads) {
      extra.small.forEach(function (file) { data.append("files", file); });
      extra.uploads.forEach(function (id) { data.append("upload", id); });
    }
    if (extra && extra.remove) { data.append("remove", extra.remove); }
    say(extra && extra.files ? "正在上传…" : "正在保存…", false);
    fetch(address, { method: "POST", body: data, headers: { "x-csrf-token": token() }, credentials: "same-origin" })
      .then(function (answer) { return answer.json().then(function (body) { return { ok: answer.ok, body: body }; }); })
      .then(function (result) {
        if (!result.ok) { say(result.body.sentence || "没有保存成功，请检查后再试", true); return; }
        form.elements.version.value = result.body.version;
        if (extra) { draw(photos, result.body.photos); }
        draw(form.querySelector("[data-proof]"), result.body.proof);
        forget();
        say(result.body.at + " 已自动保存", false);
      })
      .catch(function () {
        say("网络断了，内容先存在本机，连上后会自动保存", true);
        if (extra && extra.uploads) { waiting = extra; }
        again = true;
      })
      .then(function () {
        busy = false;
        if (wanted && !sending && !waiting) { var button = wanted; wanted = null; form.requestSubmit(button); return; }
        if (again && !leaving) { again = false; later(4000); }
      });
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(function () { save(null); }, wait || 1500);
  }

  form.addEventListener("input", function (event) {
    if (event.target.type === "file" || event.isComposing) { return; }
    remember();
    later();
  });
  form.addEventListener("compositionend", function () { remember(); later(); });
  form.addEventListener("change", function (event) {
    if (event.target.matches("[data-person]")) { count(); }
    var resend = event.target.getAttribute("data-resend");
    if (resend) { form.requestSubmit(form.querySelector('button[name="act"][value="' + resend + '"]')); }
    if (event.target.matches("[data-upload]") && event.target.files.length) { clearTimeout(timer); upload(event.target); }
  });
  form.addEventListener("click", function (event) {
    var button = event.target.closest('button[name="remove"]');
    if (button) { event.preventDefault(); clearTimeout(timer); save({ remove: button.value }); }
  });
  form.addEventListener("submit", function (event) {
    // What is on its way belongs to what is handed in.
    if (sending || waiting) {
      event.preventDefault();
      wanted = event.submitter;
      say("还有文件在上传，传完会自动提交", false);
      return;
    }
    // An answer under way brings the version that this submission must carry.
    if (busy) { event.preventDefault(); setTimeout(function () { form.requestSubmit(event.submitter); }, 300); return; }
    clearTimeout(timer);
    leaving = true;
    forget();
  });
  Array.prototype.forEach.call(form.querySelectorAll(".no-script"), function (it) { it.hidden = true; });
  count();
  restore();
})();
