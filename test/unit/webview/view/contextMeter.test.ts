import assert from 'node:assert/strict';
import { BannerView } from '../../../../src/webview/view/bannerView';
import { ContextMeter } from '../../../../src/webview/view/contextMeter';
import { NumberFormats } from '../../../../src/webview/view/numberFormats';
import { find, pageStrings, usePage } from '../../../support/pageFixture';

suite('ContextMeter', () => {
  usePage();

  test('says how much would be sent, opens what, and speaks only of changes that matter', () => {
    const said: string[] = [];
    let shown = 0;
    const meter = new ContextMeter({
      strings: pageStrings,
      numbers: new NumberFormats('en'),
      announce: (sentence) => said.push(sentence),
      showPreview: () => {
        shown += 1;
      },
    });
    const sentence = (): string => {
      const line = find(meter.element, 'p');
      return line.hidden ? '' : line.textContent;
    };
    assert.equal(meter.element.hidden, true);

    meter.show({ tokens: 3210, limit: 200_000, state: 'fits' });
    const count = find(meter.element, 'button');
    assert.deepEqual([count.textContent, count.getAttribute('aria-label')], ['3.21K of 200K', 'meterName: 3.21K of 200K']);
    assert.equal(sentence(), '');
    count.click();
    assert.equal(shown, 1);

    meter.show({ tokens: 3210, limit: 2000, state: 'trimmed', sentence: 'The oldest are left out.' });
    meter.show({ tokens: 3211, limit: 2000, state: 'trimmed', sentence: 'The oldest are left out.' });
    assert.equal(sentence(), 'The oldest are left out.');
    meter.show({ tokens: 9999, limit: 2000, state: 'full', sentence: 'Too much.' });
    assert.deepEqual([sentence(), said], ['Too much.', ['The oldest are left out.', 'Too much.']]);
    meter.show({ tokens: 1, limit: 2000, state: 'fits' });
    assert.deepEqual([sentence(), said.length], ['', 2]);
  });
});

suite('BannerView', () => {
  usePage();

  test('shows a sentence and the button that helps, until there is nothing to say', () => {
    const said: string[] = [];
    const run: string[] = [];
    const banner = new BannerView({ announce: (sentence) => said.push(sentence), run: (action) => run.push(action) });
    const saving = {
      severity: 'error',
      sentence: 'It cannot be saved.',
      action: { id: 'saveAgain', label: 'Try Again' },
    } as const;
    assert.equal(banner.element.hidden, true);
    banner.show(saving);
    banner.show(saving);
    assert.deepEqual([banner.element.hidden, said], [false, ['It cannot be saved.']]);
    find(banner.element, 'button').click();
    assert.deepEqual(run, ['saveAgain']);
    banner.show({ severity: 'info', sentence: 'Another window writes it.' });
    assert.equal(banner.element.querySelector('button'), null);
    assert.equal(find(banner.element, 'p').textContent, 'Another window writes it.');
    banner.show(undefined);
    assert.deepEqual([banner.element.hidden, said.length], [true, 2]);
  });
});
