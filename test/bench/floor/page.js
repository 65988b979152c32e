/** The floor's page: each line of an answer is a block of text. Answers are found where those of the extension are. */
const host = acquireVsCodeApi();
const messages = document.querySelector('.messages');
const input = document.querySelector('textarea');
let body;
let line;

function startLine() {
  line = document.createTextNode('');
  const block = document.createElement('div');
  block.append(line);
  body.append(block);
}

function addMessage(className) {
  const article = document.createElement('article');
  const content = document.createElement('div');
  content.className = className;
  article.append(content);
  messages.append(article);
  return content;
}

window.addEventListener('message', ({ data }) => {
  if (data.type !== 'append') {
    if (data.type === 'clear') messages.replaceChildren();
    else input.focus();
    return;
  }
  const [first, ...others] = data.text.split('\n');
  if (line === undefined) startLine();
  line.appendData(first);
  for (const text of others) {
    startLine();
    line.appendData(text);
  }
});

input.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  addMessage('question').textContent = input.value;
  body = addMessage('markdown');
  line = undefined;
  host.postMessage({ text: input.value });
  input.value = '';
});
input.focus();
