import assert from 'node:assert/strict';
import { NumberFormats } from '../../../../src/webview/view/numberFormats';

suite('NumberFormats', () => {
  const english = new NumberFormats('en');

  test('writes amounts of money so that two digits say something', () => {
    const amounts = [0, 0.0041, 0.00412345, 0.015, 0.1, 0.999, 1.5, 1234.5, 0.000_000_07];
    assert.deepEqual(
      amounts.map((amount) => english.cost(amount, 'USD')),
      ['$0.00', '$0.0041', '$0.0041', '$0.015', '$0.10', '$1.00', '$1.50', '$1,234.50', '$0.00000007'],
    );
  });

  test('writes a currency that is none as it is called', () => {
    assert.equal(english.cost(0.25, 'credits'), '0.25 credits');
    assert.equal(english.cost(2, ''), '2.00');
  });

  test('writes seconds and rates with as many digits as matter', () => {
    assert.deepEqual(
      [0, 20, 820, 9_949, 9_951, 12_345].map((time) => english.seconds(time)),
      ['0.1', '0.1', '0.8', '9.9', '10', '12'],
    );
    assert.deepEqual(
      [8.24, 74.17].map((rate) => english.rate(rate)),
      ['8.2', '74'],
    );
  });

  test('writes as the language does, and in some language where the name is none', () => {
    assert.equal(new NumberFormats('de').count(1204), '1.204');
    assert.equal(new NumberFormats('zh-cn').count(1204), '1,204');
    assert.match(new NumberFormats('no such language').count(7), /7/);
  });
});
