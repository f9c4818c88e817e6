// 整理旧资料: sends a large folder in portions, so that no form grows too large, tells how far it is,
// and goes on where the network broke off. Without it the form is sent whole.
(function () {
  "use strict";

  var form = document.querySelector("[data-folder]");
  if (!form || !window.fetch || !window.FormData) { return; }

  // Files and bytes of one portion; the server takes 192 MB at once, 50 MB of one file, 64 MB of an archive.
  var COUNT = 40;
  var BYTES = 48 * 1024 * 1024;
  var MOST = 50 * 1024 * 1024;
  var ARCHIVE = 64 * 1024 * 1024;

  var fits = function (file) { return file.size <= (/\.zip$/i.test(file.name) ? ARCHIVE : MOST); };

  var told = form.querySelector("[data-folder-told]");
  var button = form.querySelector("button[type=submit]");
  var going = null;

  var chosen = function () {
    var files = [];
    window.wenming.each(form, "input[type=file]", function (input) {
      files.push.apply(files, Array.prototype.slice.call(input.files));
    });
    return files;
  };

  var portions = function (files) {
    var all = [];
    var bytes = 0;
    files.forEach(function (file) {
      var last = all[all.length - 1];
      if (!last || last.length >= COUNT || bytes + file.size > BYTES) {
        all.push([file]);
        bytes = file.size;
      } else {
        last.push(file);
        bytes += file.size;
      }
    });
    return all;
  };

  var stop = function (text) {
    told.textContent = text;
    button.disabled = false;
  };

  var send = function () {
    var portion = going.portions[going.at];
    var more = going.at + 1 < going.portions.length;
    var body = new FormData();
    body.append("csrf", window.wenming.csrf());
    body.append("portion", "on");
    body.append("folder", going.id);
    if (more) { body.append("more", "on"); }
    portion.forEach(function (file) { body.append("files", file, file.webkitRelativePath || file.name); });
    told.textContent = "正在上传，" + going.sent + " / " + going.count + " 个文件。";
    fetch(form.action, {
      method: "POST",
      body: body,
      credentials: "same-origin",
      headers: { "x-csrf-token": window.wenming.csrf() }
    }).then(function (answer) {
      return answer.json().then(function (said) {
        if (!answer.ok) { going = null; stop(said.sentence); return; }
        going.id = said.id;
        going.sent += portion.length;
        going.at += 1;
        if (more) { send(); } else { window.location.assign(said.url); }
      });
    }).catch(function () {
      stop("网络断开了，已经传了 " + going.sent + " 个文件。再点一次“上传并整理”，会接着传。");
    });
  };

  form.addEventListener("submit", function (event) {
    var files = chosen();
    if (files.length === 0) { return; }
    event.preventDefault();
    var fit = files.filter(fits);
    if (fit.length === 0) { stop("选的文件都太大了：一个文件最多 50 MB，压缩包最多 64 MB。"); return; }
    if (!going || going.count !== fit.length) {
      going = { portions: portions(fit), at: 0, id: "", sent: 0, count: fit.length };
    }
    button.disabled = true;
    send();
  });
})();
