/** What is wanted of answers, as users turn it on and see what came of it, in the packaged extension. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { answer, errorAnswer } from '../endpoint/scenario';
import { openEmptyChat, sendInChat, untilAnswered } from '../support/chatSteps';
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
    endpoint().enqueue(...['One.', 'Two.', 'Three.'].map((text) => answer(text)));
    await sendInChat(chat, 'Name a number');
    await untilAnswered(chat);
    assert.equal(endpoint().requests.length - before, 3);
    const article = chat.getByRole('article').last();
    await article.getByText('1 of 3').waitFor();
    await article.getByRole('button', { name: 'Next version' }).click();
    await article.getByText('2 of 3').waitFor();
  });
});
