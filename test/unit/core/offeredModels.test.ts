/** What the endpoint's own list adds to the table of models, and what it says of it. */
import assert from 'node:assert/strict';
import { isKnown, modelFacts, models } from '../../../src/core/models';
import { chatModelIds, offeredModels } from '../../../src/core/offeredModels';
import { documentedModels } from '../../endpoint/requestSchema';

suite('The table of models', () => {
  test('has the models of the specification, no more and no less', () => {
    assert.deepEqual(models.map(({ id }) => id).sort(), [...documentedModels].sort());
  });

  test('says of each what it takes, gives and costs', () => {
    for (const { id, contextTokens, outputTokens, efforts, price, state, successor, vision } of models) {
      assert.ok(outputTokens < contextTokens, id);
      assert.ok(vision, id);
      // One has no price any more, since it is sold no more.
      assert.equal(price === undefined, id === 'claude-3-opus-20240229', id);
      assert.ok(price === undefined || price.input < price.output, id);
      assert.deepEqual(efforts, /^claude-3-(?!7)/.test(id) ? [] : ['low', 'medium', 'high'], id);
      assert.equal(state === 'retired', successor !== undefined, id);
      if (successor !== undefined) assert.equal(modelFacts(successor).state, 'current', id);
    }
  });

  test('knows further families, which are none of the specification', () => {
    assert.deepEqual(
      ['claude-fable-5-1', 'claude-fable-5', 'claude-opus-5', 'claude-sonnet-5'].map((id) => {
        const { contextTokens, outputTokens, state, price } = modelFacts(id);
        return [contextTokens, outputTokens, state, price?.input];
      }),
      [
        [1_000_000, 128_000, 'further', 3.68],
        [1_000_000, 128_000, 'further', 3.68],
        [1_000_000, 128_000, 'further', 1.84],
        [1_000_000, 128_000, 'further', 0.74],
      ],
    );
  });

  test('is cautious about any other id', () => {
    const { name, contextTokens, outputTokens, state, price } = modelFacts('claude-next-9');
    assert.deepEqual(
      [name, contextTokens, outputTokens, state, price],
      ['claude-next-9', 200_000, 32_000, 'further', undefined],
    );
    assert.equal(isKnown(modelFacts('claude-next-9')), false);
    assert.equal(isKnown(modelFacts('claude-opus-5')), true);
  });
});

suite('The ids of a list', () => {
  test('count where they are Claude models that chat', () => {
    const chat = [
      'claude-opus-4-8',
      'claude-next-9',
      'claude-3-7-sonnet-20250219-thinking',
      'claude-x:beta',
      'claude-imagine-2',
    ];
    const others = [
      'gpt-4o-mini',
      'claude-opus-5-5',
      'claude-image-1',
      'claude-embedding-3',
      'claude-tts',
      'claude-4-audio-preview',
      'anthropic/claude',
      'claude-',
      'claude-a b',
      `claude-${'x'.repeat(200)}`,
      'claude-<img>',
      '',
    ];
    assert.deepEqual(chatModelIds([...chat, ...others, ...chat]), chat);
  });

  test('say nothing where none is among them', () => {
    assert.equal(chatModelIds([]), undefined);
    assert.equal(chatModelIds(['gpt-4o-mini', 'text-embedding-3-small']), undefined);
  });

  test('do not fill the pickers, however many there are', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `claude-${String(index)}`);
    assert.ok((chatModelIds(many)?.length ?? 0) < 200);
  });
});

suite('The models that are offered', () => {
  const gone = (live: readonly string[] | undefined): readonly string[] =>
    offeredModels(live).flatMap(({ facts, isGone }) => (isGone ? [facts.id] : []));

  test('are the table, as long as nothing is known of the list', () => {
    assert.deepEqual(
      offeredModels(undefined).map(({ facts }) => facts),
      models,
    );
    assert.deepEqual(gone(undefined), []);
  });

  test('are the whole table also where the list has less, with what is gone marked', () => {
    assert.deepEqual(gone(documentedModels), []);
    assert.deepEqual(gone(documentedModels.filter((id) => id !== 'claude-3-opus-20240229')), ['claude-3-opus-20240229']);
    assert.equal(offeredModels(['claude-opus-4-8']).length, models.length);
  });

  test('are what is in use and what the list adds, too, each once', () => {
    const ids = offeredModels([...documentedModels, 'claude-opus-5', 'claude-next-9'], ['typed', '', 'claude-next-9', 'typed'])
      .slice(models.length)
      .map(({ facts, isGone }) => [facts.id, isGone]);
    assert.deepEqual(ids, [
      ['typed', true],
      ['claude-next-9', false],
      ['claude-opus-5', false],
    ]);
  });
});
