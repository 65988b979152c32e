import assert from 'node:assert/strict';
import type { Controls } from '../../../../src/core/controls';
import { Pickers } from '../../../../src/webview/view/pickers';
import { pageStrings, Posted, usePage } from '../../../support/pageFixture';

const controls: Controls = {
  model: 'b',
  models: [
    { id: 'a', name: 'A', summary: '1M', detail: 'about A', group: 'current' },
    { id: 'b', name: 'B', summary: '2M', detail: 'about B', group: 'legacy' },
    { id: 'c', name: 'C', summary: '', detail: '', group: 'retired' },
  ],
  effort: '',
  efforts: ['low', 'high'],
  options: [],
  hasToken: true,
  toolCount: 0,
  toolRounds: 25,
};

suite('Pickers', () => {
  usePage();

  let posted: Posted;
  let pickers: Pickers;

  setup(() => {
    posted = new Posted();
    pickers = new Pickers(pageStrings, posted.post);
    pickers.show(controls);
  });

  const picker = (name: string): HTMLSelectElement => {
    const found = pickers.element.querySelector<HTMLSelectElement>(`select[aria-label=${name}]`);
    assert.ok(found);
    return found;
  };
  const pick = (name: string, value: string): void => {
    picker(name).value = value;
    picker(name).dispatchEvent(new Event('change'));
  };

  test('offer the models by group, each with what is known of it', () => {
    assert.deepEqual(
      [...picker('model').options].map(({ text, title, parentElement }) => [
        text,
        title,
        parentElement?.getAttribute('label') ?? '',
      ]),
      [
        ['A · 1M', 'about A', ''],
        ['B', 'about B', 'legacyModels'],
        ['C', '', 'retiredModels'],
        ['otherModel', '', ''],
      ],
    );
    assert.deepEqual([picker('model').value, picker('model').title], ['b', 'model: about B']);
  });

  test('tell the host what was picked', () => {
    pick('model', 'a');
    pick('effort', 'high');
    pick('effort', '');
    assert.deepEqual(posted.all, [
      { type: 'model/select', model: 'a' },
      { type: 'effort/select', effort: 'high' },
      { type: 'effort/select', effort: '' },
    ]);
  });

  test('keep the model until another one is really picked', () => {
    pick('model', '');
    assert.deepEqual(posted.all, [{ type: 'model/pick' }]);
    assert.equal(picker('model').value, 'b');
  });

  test('leave a list alone whose choices are the same: it may be open', () => {
    const before = picker('model').options[0];
    const text = before?.firstChild;
    pickers.show({ ...controls, models: [...controls.models] });
    assert.equal(before?.firstChild, text);
    pickers.show({ ...controls, models: [...controls.models], model: 'a', effort: 'low' });
    assert.equal(picker('model').options[0], before);
    assert.deepEqual([picker('model').value, picker('effort').value], ['a', 'low']);
  });

  test('say when the list of models is about to be opened, and wait with new models until it is left', () => {
    document.body.append(pickers.element);
    picker('model').focus();
    assert.deepEqual(posted.all, [{ type: 'model/look' }]);
    const before = picker('model').options[0];
    const more = { id: 'd', name: 'D', summary: '', detail: '', group: 'further' } as const;
    pickers.show({ ...controls, models: [...controls.models, more] });
    assert.equal(picker('model').options[0], before);
    picker('model').blur();
    assert.deepEqual(
      [...picker('model').options].map(({ text, parentElement }) => [text, parentElement?.getAttribute('label') ?? '']),
      [
        ['A · 1M', ''],
        ['B', 'legacyModels'],
        ['D', 'furtherModels'],
        ['C', 'retiredModels'],
        ['otherModel', ''],
      ],
    );
    assert.equal(picker('model').value, 'b');
  });

  test('show new models at once where another model is chosen', () => {
    document.body.append(pickers.element);
    picker('model').focus();
    const more = { id: 'd', name: 'D', summary: '', detail: '', group: 'further' } as const;
    pickers.show({ ...controls, models: [...controls.models, more], model: 'd' });
    assert.equal(picker('model').value, 'd');
  });

  test('offer no effort where the model takes none', () => {
    pickers.show({ ...controls, efforts: [] });
    assert.equal(picker('effort').hidden, true);
  });
});
