import assert from 'node:assert/strict';
import type { AnswerAudio } from '../../../../src/core/audio/answerAudio';
import { Sounds } from '../../../../src/webview/view/sounds';
import { find, pageStrings, Posted, usePage } from '../../../support/pageFixture';

const audio: AnswerAudio = { id: 'x', file: 'a.0.wav', extension: 'wav', bytes: 3 };

suite('The players of spoken answers', () => {
  usePage();

  let posted: Posted;
  let sounds: Sounds;

  setup(() => {
    posted = new Posted();
    sounds = new Sounds({ strings: pageStrings, post: posted.post });
  });

  function player(): HTMLElement {
    const [shown] = sounds.players('a', [audio]).elements;
    assert.ok(shown !== undefined);
    return shown;
  }

  test('ask for their sound when they are seen, and play it', () => {
    const shown = player();
    assert.deepEqual(posted.all, [{ type: 'audio/want', answerId: 'a', index: 0 }]);
    assert.equal(shown.querySelector('audio'), null);
    sounds.receive({ type: 'audio', answerId: 'a', index: 0, mediaType: 'audio/wav', bytes: Uint8Array.of(1, 2, 3) });
    const element = find(shown, 'audio');
    assert.match(element.src, /^blob:/);
    assert.equal(element.hasAttribute('controls'), true);
    assert.equal(element.getAttribute('aria-label'), 'audio');
  });

  test('save it', () => {
    find(player(), 'button').click();
    assert.deepEqual(posted.of('audio/save'), [{ type: 'audio/save', answerId: 'a', index: 0 }]);
  });

  test('say where it is not there any more, or cannot be played', () => {
    const gone = player();
    sounds.receive({ type: 'audio', answerId: 'a', index: 0, mediaType: 'audio/wav' });
    assert.equal(gone.textContent, 'audioMissing');
    const strange = player();
    sounds.receive({ type: 'audio', answerId: 'a', index: 0, mediaType: 'audio/aac', bytes: Uint8Array.of(1) });
    find(strange, 'audio').dispatchEvent(new window.Event('error'));
    assert.match(strange.textContent, /^audioUnplayable/);
    assert.notEqual(strange.querySelector('button'), null);
  });

  test('that are gone take no sound any more', () => {
    const { elements, dispose } = sounds.players('a', [audio]);
    dispose();
    sounds.receive({ type: 'audio', answerId: 'a', index: 0, mediaType: 'audio/wav', bytes: Uint8Array.of(1) });
    assert.equal(elements[0]?.querySelector('audio'), null);
  });
});
