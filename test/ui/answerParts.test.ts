/** What a backend returns beside the text of an answer: each field is fed, and looked for on the screen. */
import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { fullAnswer, fullAnswerFields, fullUsage } from '../endpoint/fullAnswer';
import { answer } from '../endpoint/scenario';
import { askInChat, openEmptyChat, sendInChat } from '../support/chatSteps';
import { until } from '../support/until';
import { useSharedWorkbench } from '../support/useSharedWorkbench';

suite('The parts of an answer', () => {
  const { workbench, endpoint } = useSharedWorkbench();
  let chat: FrameLocator;

  setup(async () => {
    chat = await openEmptyChat(workbench());
  });

  test('are all on the screen: reasoning, text, refusal, sound, and what Inspect Answer says', async () => {
    endpoint().enqueue(fullAnswer());
    const article = await askInChat(chat, 'Everything, please');
    for (const text of [fullAnswerFields.transcript, fullAnswerFields.refusal, 'Thinking of everything.']) {
      await article.getByText(text).first().waitFor({ state: 'attached' });
    }
    const player = article.getByRole('group', { name: 'Spoken answer' });
    await player.getByRole('button', { name: 'Save Audio…' }).waitFor();
    const seconds = await player.locator('audio').evaluate(async (audio) => {
      const media = audio as HTMLAudioElement;
      while (Number.isNaN(media.duration)) await new Promise((resolve) => setTimeout(resolve, 50));
      return media.duration;
    });
    assert.equal(Math.round(seconds * 10), 10);

    await article.getByRole('button', { name: 'Inspect Answer' }).click();
    const editor = workbench().page.locator('.editor-instance .monaco-editor').last();
    await editor.getByText('Inspect Answer').first().waitFor();
    const seen = new Set<string>();
    const { id, model, createdText, systemFingerprint, serviceTier, traceId, audioId } = fullAnswerFields;
    const counts = [...numbersOf(fullUsage)].map((count) =>
      Number.isInteger(count) ? count.toLocaleString('en') : String(count),
    );
    const wanted = [id, model, createdText, systemFingerprint, serviceTier, traceId, audioId, ...counts];
    await editor.click();
    await workbench().page.keyboard.press('Control+Home');
    const lines = async (): Promise<string> => (await editor.locator('.view-lines').innerText()).replaceAll('\u00a0', ' ');
    await editor.getByText('# Inspect Answer').first().waitFor();
    for (let page = 0; page < 12; page += 1) {
      const text = await lines();
      wanted.filter((part) => text.includes(part)).forEach((part) => seen.add(part));
      if (text.includes('Spoken words')) break;
      await workbench().page.keyboard.press('PageDown');
      await until(async () => (await lines()) !== text);
    }
    assert.deepEqual(
      wanted.filter((part) => !seen.has(part)),
      [],
    );
    const token = editor.locator('.view-line').getByText('words', { exact: false }).last();
    await token.hover();
    await workbench().page.locator('.monaco-hover').getByText('What could have come').waitFor();
    await workbench().page.locator('.monaco-hover').getByText('␣letters').waitFor();
    await workbench().screenshot('token-probabilities');
  });

  test('are the transcript in the next request, and still there after the conversation was left', async () => {
    endpoint().enqueue(fullAnswer(), answer('And so on.'));
    const article = await askInChat(chat, 'Aloud, please');
    await article.locator('audio').waitFor();
    const next = endpoint().nextRequest();
    await sendInChat(chat, 'Go on');
    const { body } = await next;
    assert.ok(body.includes(fullAnswerFields.transcript));
    assert.ok(!body.includes('UklGR'), 'no sound is sent');
    await chat.getByText('And so on.').first().waitFor();
  });
});

function* numbersOf(value: object): Generator<number> {
  for (const field of Object.values(value) as unknown[]) {
    if (typeof field === 'number') yield field;
    else if (typeof field === 'object' && field !== null) yield* numbersOf(field);
  }
}
