import assert from 'node:assert/strict';
import type { ActiveOption } from '../../../../src/core/controls';
import { AnswerOptions } from '../../../../src/webview/view/answerOptions';
import { find, pageStrings, Posted, press, usePage } from '../../../support/pageFixture';

const json: ActiveOption = { id: 'answerFormat', label: 'JSON: order', detail: 'Answers are JSON' };
const three: ActiveOption = { id: 'alternatives', label: '3 answers', detail: 'Three' };
const web: ActiveOption = { id: 'webSearch', label: 'Search', detail: 'May cost extra' };

suite('AnswerOptions', () => {
  usePage();

  let options: AnswerOptions;
  let posted: Posted;
  let said: string[];
  let focused: number;

  setup(() => {
    posted = new Posted();
    said = [];
    focused = 0;
    options = new AnswerOptions({
      strings: { ...pageStrings, turnOffOption: 'turn off {0}', optionOn: '{0} on', optionOff: '{0} off', searchWeb: 'search' },
      post: posted.post,
      announce: (sentence) => said.push(sentence),
      focusInput: () => {
        focused += 1;
      },
    });
    document.body.append(options.chips, ...options.buttons);
    options.show([], false);
  });

  const search = (): HTMLButtonElement => find(document, 'button', '.switch');
  const names = (): (string | null)[] => [...options.chips.querySelectorAll('.chip-name')].map((name) => name.textContent);

  test('turns the web search on and off by a switch that says whether it is on', () => {
    assert.equal(search().getAttribute('aria-pressed'), 'false');
    search().click();
    options.show([web], true);
    assert.equal(search().getAttribute('aria-pressed'), 'true');
    assert.equal(search().title, 'May cost extra');
    search().click();
    assert.deepEqual(
      posted.of('option/turn').map(({ option, isOn }) => [option, isOn]),
      [
        ['webSearch', true],
        ['webSearch', false],
      ],
    );
    assert.equal(options.chips.hidden, true);
  });

  test('shows a chip for each other option that is on, and says what changed but not what was there', () => {
    options.show([json], false);
    assert.deepEqual(said, []);
    options.show([json, three], true);
    assert.deepEqual(names(), ['JSON: order', '3 answers']);
    assert.equal(options.chips.hidden, false);
    options.show([three], true);
    assert.deepEqual(said, ['3 answers on', 'JSON: order off']);
  });

  test('opens the list of an option from its chip, and all of them from the button', () => {
    options.show([json], false);
    find(options.chips, 'button', '.chip-open').click();
    options.buttons[1]?.click();
    assert.deepEqual(
      posted.of('option/pick').map(({ option }) => option),
      ['answerFormat', ''],
    );
  });

  test('turns an option off by its cross or by Delete, and keeps the focus near', () => {
    options.show([json, three], false);
    find(options.chips, 'button', '.chip-remove').click();
    const last = options.chips.querySelectorAll<HTMLButtonElement>('.chip-open')[1];
    assert.ok(last);
    last.focus();
    assert.equal(press(last, 'Delete'), true);
    assert.deepEqual(
      posted.of('option/turn').map(({ option, isOn }) => [option, isOn]),
      [
        ['answerFormat', false],
        ['alternatives', false],
      ],
    );
    options.show([json], true);
    assert.equal(document.activeElement?.textContent, 'JSON: order');
    options.show([], true);
    assert.equal(focused, 1);
  });
});
