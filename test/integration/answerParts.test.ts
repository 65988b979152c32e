/** Sound and token probabilities of an answer, from the endpoint to the files of the conversation, inside the extension host. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { decodeProbabilities } from '../../src/core/tokenProbabilities';
import type { Answer } from '../../src/core/conversation';
import type { ChatController } from '../../src/host/chat/chatController';
import { probabilitiesFile } from '../../src/host/chat/answerExtras';
import { inspectionText } from '../../src/host/context/inspectionText';
import { pieceHover, probabilityText } from '../../src/host/context/probabilityText';
import { ReadOnlyDocuments } from '../../src/host/context/readOnlyDocuments';
import { RequestPreview } from '../../src/host/context/requestPreview';
import { fullAnswer, fullAnswerFields, fullTokens, fullUsage } from '../endpoint/fullAnswer';
import { chunk, done, event, streamHeaders } from '../endpoint/scenario';
import { ChatFixture, lastAnswer } from '../support/chatFixture';

suite('The parts of an answer', () => {
  let fixture: ChatFixture;
  let chat: ChatController;

  setup(async () => {
    fixture = await ChatFixture.start();
    chat = await fixture.open();
  });

  teardown(() => fixture.dispose());

  const sound = async (answer: Answer, place = 0): Promise<string> =>
    Buffer.from((await chat.fileOf(answer.audio?.[place]?.file ?? '')) ?? []).toString('latin1', 0, 4);

  test('are asked for, come, and are kept with the conversation, also in a fork', async () => {
    chat.changeOptions({ aloud: true, probabilities: true });
    await chat.send('Say something');
    const answer = lastAnswer(chat);
    const request = JSON.parse(fixture.endpoint.requests.at(-1)?.body ?? '') as Record<string, unknown>;
    assert.deepEqual(request['modalities'], ['text', 'audio']);
    assert.equal(request['logprobs'], true);
    assert.match(answer.text, /practice partner/i);
    assert.equal(await sound(answer), 'RIFF');
    await chat.fork(answer.id);
    assert.notEqual(chat.conversation.id, '');
    assert.equal(await sound(lastAnswer(chat)), 'RIFF');
    chat = await fixture.open();
    await chat.restore();
    assert.deepEqual(lastAnswer(chat).audio, answer.audio);
    assert.equal(await sound(lastAnswer(chat)), 'RIFF');
  });

  test('are the pages that it cites, kept with the conversation and not sent back', async () => {
    const cites = (url: string, title?: string) =>
      chunk({ annotations: [{ type: 'url_citation', url_citation: { url, title } }] });
    fixture.endpoint.enqueue({
      headers: streamHeaders,
      steps: [
        { send: event(chunk({ content: 'Found.' })) },
        { send: event(cites('https://a.test/', 'A')) },
        { send: event(cites('command:no')) },
        { send: event(cites('https://b.test/')) },
        { send: event(chunk({}, { finish_reason: 'stop' })) },
        { send: done },
      ],
    });
    await chat.send('Search');
    const sources = [{ url: 'https://a.test/', title: 'A' }, { url: 'https://b.test/' }];
    assert.deepEqual(lastAnswer(chat).facts?.sources, sources);
    chat = await fixture.open();
    await chat.restore();
    assert.deepEqual(lastAnswer(chat).facts?.sources, sources);
    assert.match(
      inspectionText({ answer: lastAnswer(chat), request: { model: 'm', messages: [] }, isExact: true }).text,
      /A · https:\/\/a\.test\//,
    );
    await chat.send('Go on');
    assert.doesNotMatch(fixture.endpoint.requests.at(-1)?.body ?? '', /a\.test/);
  });

  test('are absent where none came', async () => {
    await chat.send('Say something');
    assert.equal(lastAnswer(chat).audio, undefined);
    assert.equal(await chat.fileOf(probabilitiesFile(lastAnswer(chat).id)), undefined);
  });

  test('have a place in Inspect Answer, each of them', async () => {
    fixture.endpoint.enqueue(fullAnswer());
    await chat.send('Everything');
    const answer = lastAnswer(chat);
    const { transcript, refusal } = fullAnswerFields;
    assert.equal(answer.text, `${transcript}\n\n${refusal}`);
    const tokens = Buffer.from((await chat.fileOf(probabilitiesFile(answer.id))) ?? []).toString();
    const probabilities = decodeProbabilities(tokens) ?? [];
    const { text, pieces } = inspectionText({ answer, ...chat.requestOf(answer), probabilities });
    const { id, model, createdText, systemFingerprint, serviceTier, traceId, audioId, finishReason } = fullAnswerFields;
    const rows = [id, model, createdText, systemFingerprint, serviceTier, traceId, audioId, finishReason];
    for (const row of rows) {
      assert.ok(text.includes(`\`${row}\``), row);
    }
    for (const [path, count] of Object.entries(flat(fullUsage))) {
      assert.ok(text.includes(`| \`${path}\` | ${numberText(count)} |`), path);
    }
    const lines = text.split('\n');
    assert.deepEqual(
      pieces.map(({ line, start, end }) => lines[line]?.slice(start, end)),
      ['Spoken', ' words', ',', '⏎', '😀'],
    );
  });

  test('shade long answers in short lines, whose every token is found again', () => {
    const tokens = Array.from({ length: 10_000 }, (_, index) => ({
      token: index % 50 === 0 ? '```\n' : ` w${String(index)}`,
      logprob: -index / 5000,
    }));
    const { text, pieces } = probabilityText([tokens], 7);
    const lines = text.split('\n');
    assert.ok(Math.max(...lines.map((line) => line.length)) <= 130);
    assert.equal(pieces.length, 10_000);
    for (const piece of pieces) {
      assert.equal(lines[piece.line - 7]?.slice(piece.start, piece.end), piece.text.replace('\n', '⏎'));
    }
  });

  test('say on hover what else could have come, as text that is no markup', () => {
    const { pieces } = probabilityText(
      [[{ token: '[x](command:y) `|', logprob: 0, top_logprobs: [{ token: '<b>|`', logprob: -1 }] }]],
      0,
    );
    const [piece] = pieces;
    assert.ok(piece !== undefined);
    assert.match(pieceHover(piece), /^`"\[x\]\(command:y\)␣'\\\|"` · \*\*100 %\*\*/);
    assert.match(pieceHover(piece), /\| `"<b>\\\|'"` \| 36\.8 % \|/);
  });

  test('are hovered over in the editor, also after another answer was inspected there', async () => {
    const documents = new ReadOnlyDocuments('test-inspect');
    const preview = new RequestPreview(documents);
    const answer: Answer = { role: 'assistant', id: 'a', at: 0, model: 'm', text: 'x', reasoning: '', status: 'complete' };
    const inspect = async (probabilities?: readonly (readonly { token: string; logprob: number }[])[]): Promise<number> => {
      await preview.showInspection({
        answer,
        request: { model: 'm', messages: [] },
        isExact: true,
        ...(probabilities && { probabilities }),
      });
      const editor = vscode.window.activeTextEditor;
      const position = editor?.document.positionAt(editor.document.getText().indexOf('Spoken words'));
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        editor?.document.uri,
        position,
      );
      return hovers.length;
    };
    const tokens = fullTokens.map(({ token, logprob }) => ({ token, logprob }));
    assert.equal(await inspect([tokens]), 1);
    assert.equal(await inspect(), 0);
    preview.dispose();
    documents.dispose();
  });
});

/** As it is shown. */
function numberText(value: unknown): string {
  return Number.isInteger(value)
    ? (value as number).toLocaleString('en')
    : typeof value === 'number'
      ? String(value)
      : `\`${String(value)}\``;
}

function flat(value: object, path = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]: [string, unknown]) =>
      typeof field === 'object' && field !== null ? Object.entries(flat(field, `${path}${name}.`)) : [[path + name, field]],
    ),
  );
}
