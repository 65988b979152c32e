/** What is wanted of answers, as users turn it on and see what came of it, in the packaged extension. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { answer, chunk, done, errorAnswer, event, usageChunk, type Step } from '../endpoint/scenario';
import { wireUsage } from '../endpoint/usage';
import { openEmptyChat, sendInChat, untilAnswered } from '../support/chatSteps';
import { gate } from '../support/gate';
import { useSharedWorkbench } from '../support/useSharedWorkbench';

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: { id: { type: 'integer' } },
  required: ['id'],
};

suite('Answer options', () => {
  const { workbench, endpoint } = useSharedWorkbench();
  let chat: FrameLocator;

  setup(async () => {
    chat = await openEmptyChat(workbench());
  });

  /** Ticks one entry of the list of options. */
  async function tick(option: RegExp): Promise<void> {
    await chat.getByRole('button', { name: 'Answer Options' }).click();
    await workbench().quickInput().getByRole('checkbox', { name: option }).first().click();
    await workbench().quickInput().getByRole('button', { name: 'OK' }).click();
  }

  function lastBody(): Readonly<Record<string, unknown>> {
    return endpoint().requests.at(-1)?.json as Readonly<Record<string, unknown>>;
  }

  test('asks for JSON by a schema of the workspace, says what is wrong with an answer, and asks again', async () => {
    writeFileSync(path.join(workbench().workspace, 'order.schema.json'), JSON.stringify(schema));
    await tick(/Answer as JSON/);
    await workbench().pick('order.schema.json');
    const chip = chat.getByRole('group', { name: 'Answer Options' }).getByRole('button', { name: /^JSON: order/ });
    await chip.waitFor();
    endpoint().enqueue(answer('{"id": "one"}', { pieces: 4 }), answer('```json\n{"id": 1}\n```'));
    await sendInChat(chat, 'An order, please');
    await untilAnswered(chat);
    assert.deepEqual(lastBody()['response_format'], { type: 'json_schema', json_schema: { name: 'order', schema } });
    const article = chat.getByRole('article').last();
    await article.getByText('Does not match the schema order.').waitFor();
    await article.getByText('$.id is of type string, where "integer" is wanted.').waitFor();
    const lines = await article.locator('.code-block .code-line').allInnerTexts();
    assert.deepEqual(
      lines.map((line) => line.trim()),
      ['{', '"id": "one"', '}'],
    );
    await article.getByRole('button', { name: 'Retry' }).click();
    await article.getByText('Matches the schema order.').waitFor();
    // By keyboard.
    await chip.press('Delete');
    await chip.waitFor({ state: 'detached' });
  });

  test('searches the web while its switch is pressed, also after a reload', async () => {
    const search = chat.getByRole('button', { name: 'Search the Web' });
    const pressed = chat.locator('.switch[aria-pressed=true]');
    const released = chat.locator('.switch[aria-pressed=false]');
    await search.click();
    await pressed.waitFor();
    endpoint().enqueue(answer('Found.'), answer('Known.'));
    await sendInChat(chat, 'What is new?');
    await untilAnswered(chat);
    assert.deepEqual(lastBody()['web_search_options'], {});
    await workbench().reload();
    chat = await workbench().openChat();
    await pressed.waitFor();
    await search.click();
    await released.waitFor();
    await sendInChat(chat, 'And before?');
    await untilAnswered(chat);
    assert.equal('web_search_options' in lastBody(), false);
  });

  test('goes off with one press where the endpoint refuses it', async () => {
    await chat.getByRole('button', { name: 'Search the Web' }).click();
    await chat.locator('.switch[aria-pressed=true]').waitFor();
    endpoint().enqueue(errorAnswer(400, 'bad_request', 'web_search_options is not supported.'), answer('Known.'));
    await sendInChat(chat, 'What is new?');
    await chat.getByRole('button', { name: 'Ask Without web_search_options' }).click();
    await chat.getByRole('article').last().getByText('Known.').waitFor();
    await chat.locator('.switch[aria-pressed=false]').waitFor();
    assert.equal('web_search_options' in lastBody(), false);
  });

  test('gives several answers to choose from', async () => {
    await tick(/Alternatives/);
    await workbench().pick('3 answers');
    await chat.locator('.chip-name').getByText('3 answers').waitFor();
    const before = endpoint().requests.length;
    const article = chat.getByRole('article').last();
    const next = article.getByRole('button', { name: 'Next version' });

    // The endpoint gives all of them at once: they are watched while they come.
    const rest = gate();
    const piece = (index: number, content: string, finish_reason: string | null = null): Step => ({
      send: event(chunk({ content }, { index, finish_reason })),
    });
    endpoint().enqueue({
      steps: [
        ...[piece(0, 'First half'), piece(1, 'Other half'), piece(2, 'Third half'), { until: rest.opened }],
        ...[piece(0, ', and the rest.', 'stop'), piece(1, ', and more.', 'length'), piece(2, '.', 'stop')],
        { send: event(usageChunk(wireUsage({ prompt: 40, completion: 60 }))) },
        { send: done },
      ],
    });
    await sendInChat(chat, 'Name a number');
    await article.getByText('First half').waitFor();
    await next.click();
    await article.getByText('Other half').waitFor();
    await chat.getByRole('button', { name: 'Stop' }).waitFor();
    await workbench().screenshot('alternatives-coming');
    rest.open();
    await untilAnswered(chat);
    await article.getByText('Other half, and more.').waitFor();
    await article.getByText('counted with the first of 3 answers').first().waitFor();
    await article.getByRole('button', { name: 'Continue' }).waitFor();
    await workbench().screenshot('alternatives-second');
    await article.getByRole('button', { name: 'Previous version' }).click();
    await article.getByText('for 3 answers together').first().waitFor();
    await workbench().screenshot('alternatives-first');
    assert.equal(endpoint().requests.length - before, 1);
    assert.equal(lastBody()['n'], 3);

    // Now it gives one at a time, and after that is not asked for more.
    endpoint().enqueue(...['One.', 'Two.', 'Three.', 'Four.', 'Five.', 'Six.'].map((text) => answer(text)));
    await sendInChat(chat, 'Name a number');
    await untilAnswered(chat);
    await article.getByText('1 of 3').waitFor();
    await next.click();
    await article.getByText('2 of 3').waitFor();
    await article.getByText('8 in').waitFor();
    await sendInChat(chat, 'Another');
    await untilAnswered(chat);
    const sent = endpoint().requests.slice(before);
    assert.deepEqual(
      sent.map(({ json }) => (json as { readonly n?: number }).n),
      [3, 3, undefined, undefined, undefined, undefined, undefined],
    );
  });
});
