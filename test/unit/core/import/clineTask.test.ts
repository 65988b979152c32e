/** Tasks of Cline as its versions of the day write them: reminders to the model among the user's words, marks among the answer's. */
import assert from 'node:assert/strict';
import type { Conversation } from '../../../../src/core/conversation';
import { importChats, type ImportFacts } from '../../../../src/core/import/importChats';

const facts: ImportFacts = { folderName: '', modifiedAt: 1_700_000_000_000, dates: new Map(), model: 'claude-sonnet-4-6' };

function imported(text: string): Conversation {
  const result = importChats(text, facts);
  assert.ok('conversations' in result, JSON.stringify(result));
  const [chat] = result.conversations;
  assert.ok(chat !== undefined);
  return chat;
}

type Turn = readonly [role: 'user' | 'assistant', text: string];

function turns(chat: Conversation): readonly Turn[] {
  return chat.messages.map(({ role, text }) => [role, text]);
}

/** The messages as Cline's Markdown has them: questions and answers in turn. */
function markdown(...messages: readonly string[]): string {
  return messages.map((text, index) => `**${index % 2 === 0 ? 'User' : 'Assistant'}:**\n\n${text}\n\n`).join('---\n\n');
}

/** The messages as they were sent, each of one or several texts. */
function sent(...messages: readonly (string | readonly string[])[]): string {
  return JSON.stringify(
    messages.map((texts, index) => ({
      role: index % 2 === 0 ? 'user' : 'assistant',
      content: [texts].flat().map((text) => ({ type: 'text', text })),
    })),
  );
}

function fromMarkdown(...messages: readonly string[]): readonly Turn[] {
  return turns(imported(markdown(...messages)));
}

function fromSent(...messages: readonly (string | readonly string[])[]): readonly Turn[] {
  return turns(imported(sent(...messages)));
}

const checklist = '- [x] Read the routes\n- [ ] Write the check\n- [ ] Test it';
const long = '\n- keeps the plan visible, and nothing is forgotten on the way'.repeat(12);
/** What is added for the model, as several versions word it. */
const reminders: readonly string[] = [
  `\n# task_progress RECOMMENDED\n\nA todo list is recommended.\n\n1. Include the task_progress parameter in your next tool call${long}`,
  `\n# task_progress RECOMMENDED\n\nInclude a brief "task_progress" checklist in your next tool call.`,
  `\n# task_progress List (Optional - Plan Mode)\n\n1. Include the task_progress parameter in the next tool call${long}`,
  `\n\n\n\t\t\t\t# TODO LIST UPDATE REQUIRED - You MUST include the task_progress parameter in your NEXT tool call.\n\n\n\t\t\t\t**Current Progress: 1/3 items completed (33%)**\n\n\n\t\t\t\t${checklist}${long}`,
  `\n# TODO LIST CREATION REQUIRED - ACT MODE ACTIVATED\n\n1. Create a todo list in your NEXT tool call${long}`,
  `\n\n# TODO LIST \n\n\nYou've made 12 API requests without one. Use the task_progress parameter in the next tool call.${long}`,
  `\n# Todo List (Optional - Plan Mode)\n\nUse the task_progress parameter in the next tool call.${long}`,
  '# task_progress List\n\n**Current Progress: 1/2**',
];
const details = '<environment_details>\n# VSCode Visible Files\nsrc/app.ts\n</environment_details>';

suite('A task of Cline with its reminders', () => {
  test('begins with what the user asked, in Markdown', () => {
    for (const reminder of reminders) {
      for (const lineBreak of ['\n', '\r\n']) {
        const text = markdown(`<task>\nAdd a check. 添加 🎉\n</task>\n${reminder}\n${details}`, 'I read it.').replaceAll(
          '\n',
          lineBreak,
        );
        const expected: readonly Turn[] = [
          ['user', 'Add a check. 添加 🎉'],
          ['assistant', 'I read it.'],
        ];
        assert.deepEqual(turns(imported(text)), expected, reminder);
      }
    }
  });

  test('begins with it, and asks nothing more, in what was sent', () => {
    for (const reminder of reminders) {
      const chat = fromSent(
        ['<task>\nAdd a check.\n</task>', reminder, details],
        'I read it.\n<read_file>\n<path>a.ts</path>\n</read_file>',
        ["[read_file for 'a.ts'] Result:", 'const a = 1;', reminder, details],
        'Done.',
        ['[attempt_completion] Result:', 'The user says:\n<feedback>\nThanks.\n</feedback>', reminder, details],
      );
      const expected: readonly Turn[] = [
        ['user', 'Add a check.'],
        ['assistant', 'I read it.\n\n**read\\_file: a.ts**\n\n**Output**\n\n```\nconst a = 1;\n```\n\nDone.'],
        ['user', 'Thanks.'],
      ];
      assert.deepEqual(chat, expected, reminder);
    }
  });

  test('has the output of tools without them', () => {
    for (const reminder of reminders) {
      const [, answer] = fromMarkdown(
        '<task>\nGo\n</task>',
        'I look.',
        `[Tool]\na.ts\n# Notes\nb.ts\n${reminder}\n${details}`,
        'So.',
      );
      assert.equal(answer?.[1], 'I look.\n\n**Output**\n\n```\na.ts\n# Notes\nb.ts\n```\n\nSo.', reminder);
    }
  });

  test('keeps what the user and files say under headings like theirs', () => {
    for (const words of [
      '# TODO LIST\n- buy milk\n- fix the parser',
      'What does this mean?\n\n# task_progress RECOMMENDED\n\nPut it in your next tool call.\n\nAnd why?',
    ]) {
      assert.deepEqual(fromMarkdown(`<task>\n${words}\n</task>\n${details}`, 'So.')[0], ['user', words]);
      assert.deepEqual(fromSent([`<task>\n${words}\n</task>`, details], 'So.')[0], ['user', words]);
    }
    assert.deepEqual(fromMarkdown('# TODO LIST\n- buy milk', 'So.')[0], ['user', '# TODO LIST\n- buy milk']);
    const file = '# task_progress\n- [x] All of it';
    const [, answer] = fromMarkdown('<task>\nGo\n</task>', 'I look.', `[Tool]\n${file}`, 'So.');
    assert.match(answer?.[1] ?? '', /# task_progress\n- \[x\] All of it\n```\n\nSo\.$/);
  });

  test('begins with the question, too, where something else that is long stands beside it', () => {
    const expected: readonly Turn[] = [
      ['user', 'Add a check.'],
      ['assistant', `**Output**\n\n\`\`\`\nWhat is new:${long}\n\`\`\`\n\nDone.`],
    ];
    assert.deepEqual(fromMarkdown(`What is new:${long}\n<task>\nAdd a check.\n</task>`, 'Done.'), expected);
    assert.deepEqual(fromSent([`What is new:${long}\n<task>\nAdd a check.\n</task>`], 'Done.'), expected);
  });
});

suite('The words in a task of Cline', () => {
  test('are whole where they have the tags in them that stand around them', () => {
    for (const words of [
      'Write <task>x</task> please',
      'Write\n<task>\nx\n</task>\nplease',
      'What is </task> for?',
      'What is <task>, and <environment_details>?',
      'Why is <environment_details>x</environment_details> there?',
      'In HTML, what does <answer> mean? <answer>',
    ]) {
      assert.deepEqual(fromSent([`<task>\n${words}\n</task>\n${details}`], 'So.')[0], ['user', words], words);
      assert.deepEqual(fromMarkdown(`<task>\n${words}\n</task>\n\n${details}`, 'So.')[0], ['user', words], words);
    }
    assert.deepEqual(fromSent('<task>Write <task>x</task> please</task>', 'So.')[0], ['user', 'Write <task>x</task> please']);
  });

  test('end before the files that came with them, whatever tags are in those', () => {
    const file = '<tasks>\n<task id="1">x</task>\n</tasks>';
    const text = `<task>\nSort 'a.xml' by <task>\n</task>\n\n<file_content path="a.xml">\n${file}\n</file_content>`;
    for (const source of [text, text.replace(' by <task>', '')]) {
      const [question] = imported(sent([source, details], 'So.')).messages;
      assert.ok(question?.role === 'user');
      const [attachment] = question.attachments ?? [];
      assert.match(question.text, /^Sort 'a.xml'(?: by <task>)?$/);
      assert.equal(attachment?.kind === 'file' && attachment.text, file);
    }
  });

  test('are apart where there are several', () => {
    const twice = 'One:\n<feedback>\nFaster.\n</feedback>\nTwo:\n<feedback>\nShorter.\n</feedback>';
    assert.deepEqual(fromSent('<task>\nGo\n</task>', 'Done.', twice)[2], ['user', 'Faster.\n\nShorter.']);
    assert.deepEqual(fromSent('<task>\nGo\n</task>', 'Done.', twice.replaceAll('\n', ' '))[2], ['user', 'Faster.\n\nShorter.']);
  });
});

suite('An answer in a task of Cline', () => {
  test('has no marks for what is not in the file', () => {
    const [, answer] = fromMarkdown(
      '<task>\nGo\n</task>',
      '[Unexpected content type]\n\nI look.\n[Unexpected content type]\n[Tool Use: read_file]\nPath: a.ts\n[Unexpected content type]',
      '[Tool]\nx',
      '[Unexpected content type]\n\nIt says `[Unexpected content type]`:\n\n```\n[Unexpected content type]\n```',
    );
    assert.equal(
      answer?.[1],
      'I look.\n\n**read\\_file**\n\n```\nPath: a.ts\n```\n\n**Output**\n\n```\nx\n```\n\n' +
        'It says `[Unexpected content type]`:\n\n```\n[Unexpected content type]\n```',
    );
  });

  test('keeps the tags of thinking that it shows in code, and no other', () => {
    const shown = 'Use:\n\n```xml\n<thinking>a</thinking>\n```\n\n~~~~\n```\n<thinking>b</thinking>\n~~~~\n\nand so on.';
    const chat = imported(
      sent('<task>\nGo\n</task>', `<thinking>\nHow?\n\`\`\`\nx\n</thinking>\n\n${shown}\n<thinking>c</thinking>`),
    );
    const [, answer] = chat.messages;
    assert.ok(answer?.role === 'assistant');
    assert.equal(answer.text, shown);
    assert.equal(answer.reasoning, 'How?\n```\nx\n\nc');
  });

  test('is read quickly, whatever tags, fences and headings repeat in it', () => {
    const pieces = [
      '<task>',
      '</task>',
      '<task></task><answer>',
      '\n<feedback>x</feedback>',
      '\n```\n<thinking>',
      '\n~~~\n```\n',
      '<thinking></thinking>\n```\n',
      '\n# task_progress',
      '\n\t\t\t# TODO LIST\nnext tool call',
      '\n[Unexpected content type]',
      '\n' + ' '.repeat(50),
    ];
    const begun = performance.now();
    for (const piece of pieces) {
      const text = piece.repeat(20_000);
      importChats(sent(`<task>\nGo${text}\n</task>`, text, text), facts);
      importChats(markdown(`<task>\nGo\n</task>${text}`, text, text), facts);
    }
    assert.ok(performance.now() - begun < 10_000);
  });
});
