// The behaviour of the driver's test site.
const said = document.getElementById('said');
const on = (id, kind, act) => document.getElementById(id)?.addEventListener(kind, act);

on('swap', 'click', async () => { said.innerHTML = await (await fetch('/swap')).text(); });
on('ask', 'click', () => { said.textContent = confirm('确定删除？') ? '已删除' : '已保留'; });
on('hover', 'mousemove', () => { said.textContent = '悬停了'; });
on('title', 'change', () => { said.textContent = '标题变了'; });
document.querySelectorAll('[data-say]').forEach(button =>
  button.addEventListener('click', () => { said.textContent = `编辑${button.dataset.say}`; }));
document.addEventListener('keydown', event => {
  const keys = document.getElementById('keys');
  if (keys) keys.textContent += `[${event.key}]`;
});
