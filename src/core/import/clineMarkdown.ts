/** The Markdown that Cline exports: its messages one after the other, their parts made text. */
import type { Conversation } from '../conversation';
import { clineChat, type ClineFacts } from './clineTask';
import { clineAnswerText, clineUserText } from './clineText';
import { toolBlock, type AnswerPart, type LeftOutCount } from './importedChat';

const heading = /(?:^|\n---\n\n)\*\*(User|Assistant):\*\*\n/g;

export function isClineMarkdown(text: string): boolean {
  return text.slice(0, 5_000).search(new RegExp(heading.source)) >= 0;
}

export function importClineMarkdown(
  markdown: string,
  model: string,
  facts: ClineFacts,
  leftOut: LeftOutCount,
): Conversation | undefined {
  const text = markdown.replaceAll('\r\n', '\n');
  const found = [...text.matchAll(heading)];
  const messages = found.map((match, index) => ({
    role: match[1],
    text: text.slice(match.index + match[0].length, found[index + 1]?.index ?? text.length).trim(),
  }));
  const beginning = messages.slice(0, 2).map((message) => message.text.slice(0, 5_000));
  const chat = clineChat(facts, beginning, undefined, leftOut);
  for (const message of messages) {
    if (message.role === 'User') {
      const { question, attachments, outputs } = clineUserText(message.text);
      for (const output of outputs) {
        chat.answer({ text: toolBlock('Output', output.replace(/^\[Tool\]\n/, ''), '', leftOut) });
      }
      chat.ask(withoutImages(question, leftOut), { attachments });
    } else {
      for (const part of answerParts(message.text, leftOut)) {
        chat.answer(part);
      }
    }
  }
  return chat.build(model, undefined);
}

function withoutImages(text: string, leftOut: LeftOutCount): string {
  return text.replace(/^\[Image\]$/gm, () => {
    leftOut.add('image');
    return '';
  });
}

/** `[Tool Use: name]` with its parameters goes up to the next one, or to the end. */
function answerParts(text: string, leftOut: LeftOutCount): readonly AnswerPart[] {
  const [spoken = '', ...calls] = text.split(/^\[Tool Use: (?=[^\]\n]*\]$)/m);
  const { texts, reasoning } = clineAnswerText(spoken, leftOut);
  const blocks = calls.map((call) => {
    const end = call.indexOf(']');
    return toolBlock(call.slice(0, end), call.slice(end + 1).trim(), '', leftOut);
  });
  return [{ reasoning }, ...[...texts, ...blocks].map((part) => ({ text: part }))];
}
