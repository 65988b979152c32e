import assert from 'node:assert/strict';
import type { Controls } from '../../../../src/core/controls';
import { welcomeView } from '../../../../src/webview/view/welcome';
import { TestPage, testStrings } from '../../../support/transcriptFixture';

suite('The empty page', () => {
  let page: TestPage;
  setup(() => {
    page = new TestPage();
  });
  teardown(() => {
    page.close();
  });

  function show(hasToken: boolean): { view: HTMLElement; done: string[] } {
    const controls: Controls = {
      model: 'm',
      models: [],
      effort: '',
      efforts: [],
      options: [],
      hasToken,
      toolCount: 0,
      toolRounds: 25,
    };
    const done: string[] = [];
    const view = welcomeView(controls, {
      strings: testStrings,
      setToken: () => done.push('token'),
      offer: (trigger) => done.push(trigger),
    });
    return { view, done };
  }

  test('asks for the token first', () => {
    const { view, done } = show(false);
    const buttons = [...view.querySelectorAll('button')];
    assert.equal(buttons.length, 1);
    buttons[0]?.click();
    assert.deepEqual(done, ['token']);
  });

  test('opens what can be added to a question', () => {
    const { view, done } = show(true);
    view.querySelectorAll('button').forEach((button) => {
      button.click();
    });
    assert.deepEqual(done, ['@', '#', '/']);
  });
});
