/** What is kept of endpoints that give several choices, or do not. In the extension host for its setting of the address. */
import assert from 'node:assert/strict';
import { Alternatives } from '../../src/host/answers/alternatives';
import { ChoiceMemory } from '../../src/host/answers/choiceMemory';
import { MemoryMemento } from '../support/storage';

suite('What is remembered of n', () => {
  const day = 24 * 60 * 60 * 1000;

  test('is kept by model for three weeks, and of no more than some', () => {
    const state = new MemoryMemento();
    let now = Date.now();
    const memory = new ChoiceMemory(state, () => now);
    memory.of('one').learn(false);
    memory.of('two').learn(true);
    assert.deepEqual(
      ['one', 'two', 'three'].map((model) => memory.of(model).areGiven),
      [false, true, undefined],
    );
    now += 20 * day;
    memory.of('two').learn(false);
    now += 2 * day;
    assert.deepEqual(
      ['one', 'two'].map((model) => memory.of(model).areGiven),
      [undefined, false],
    );
    for (let count = 0; count < 100; count += 1) memory.of(String(count)).learn(true);
    assert.equal(Object.keys(state.get<object>('request.choices')).length, 50);
    assert.equal(memory.of('99').areGiven, true);
    assert.ok(memory.alternatives({ stream: () => assert.fail() }, 2) instanceof Alternatives);
  });

  test('is nothing where something else was written, or the clock was set back', () => {
    const state = new MemoryMemento();
    void state.update('request.choices', { 'a m': true, 'b m': { gives: 'yes', at: 1 } });
    const memory = new ChoiceMemory(state, () => 1000);
    assert.equal(memory.of('m').areGiven, undefined);
    new ChoiceMemory(state, () => 2000).of('m').learn(true);
    assert.equal(memory.of('m').areGiven, undefined);
    assert.equal(new ChoiceMemory(state, () => 2000).of('m').areGiven, true);
  });
});
