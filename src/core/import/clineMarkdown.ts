/** The Markdown that Cline exports: its messages one after the other, their parts made text. */
import type { Conversation } from '../conversation';
import { addUserTurn, clineChat, type ClineFacts } from './clineTask';
import { clineAnswerText, clineUserText } from './clineText';
import { cutOutsideFences } from './cutOutsideFences';
import { toolBlock, type AnswerPart, type LeftOutCount } from './importedChat';

const heading = /(?:^|\n---\n\n)\*\*(User|Assistant):\*\*\n/g;

export function isClineMarkdown(text: string): boolean {
  return new RegExp(heading.source).test(text.slice(0, 5_000).replaceAll('\r\n', '\n'));
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
      const turn = {
        question: withoutImages(question, leftOut),
        attachments,
        outputs: outputs.map((output) => output.replace(/^\[Tool\]\n/, '')),
      };
      addUserTurn(chat, turn, undefined, leftOut);
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
  const [spoken = '', ...calls] = text.split(/^\[Tool Use: (?=[^\]\n]*\]$)/m).map(withoutMarks);
  const { texts, reasoning } = clineAnswerText(spoken, leftOut);
  const blocks = calls.map((call) => {
    const end = call.indexOf(']');
    return toolBlock(call.slice(0, end), call.slice(end + 1).trim(), '', leftOut);
  });
  return [{ reasoning }, ...[...texts, ...blocks].map((part) => ({ text: part }))];
}

/** Stands for what the Markdown does not have, such as what the model thought. */
function withoutMarks(text: string): string {
  return cutOutsideFences(text, '^\\[Unexpected content type\\]$', (end) => end);
}
